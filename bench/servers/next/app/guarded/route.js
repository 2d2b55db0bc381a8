import { webhook } from '@sig/next';
import { authToken, origin } from '../../../settings.js';

export const POST = webhook({ authToken, publicUrl: origin }, (_request, _context, { params }) => {
  return new Response(`<Response><Say>${params.CallSid}</Say></Response>`, {
    headers: { 'Content-Type': 'text/xml' },
  });
});
