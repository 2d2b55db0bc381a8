import { webhook } from '@sig/next';
import { options } from '../../lib/line';

export const POST = webhook(options, async (request) => {
  const event: { type: string } = await request.json();
  console.log(`event: ${event.type}`);
  return new Response(null, { status: 204 });
});
