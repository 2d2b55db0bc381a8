import { webhook } from '@sig/next';
import { scenarios } from '../../scenarios.js';

const handlers = Object.fromEntries(
  Object.entries(scenarios).map(([name, options]) => [name, webhook(options, echo)]),
);

async function echo(request, _context, { body, rawBody }) {
  // The request is still readable, and holds the same bytes.
  const read = new Uint8Array(await request.arrayBuffer());
  if (String(read) !== String(rawBody)) throw new Error('the request is not readable any more');
  const text = Array.from(read, (byte) => String.fromCharCode(byte)).join('');
  return Response.json({ reached: true, body, rawBody: btoa(text) });
}

function handler(request, context) {
  return handlers[request.headers.get('x-suite-scenario')](request, context);
}

export { handler as GET, handler as POST, handler as PUT };
