import { webhook } from '@sig/next';
import { options } from '../../../lib/line';

export const GET = webhook(options, (request) => {
  const { searchParams } = request.nextUrl;
  console.log(`call ${searchParams.get('CallSid')}: ${searchParams.get('CallStatus')}`);
  return new Response(null, { status: 204 });
});
