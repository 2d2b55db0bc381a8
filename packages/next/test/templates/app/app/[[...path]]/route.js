import { guard, webhook } from '@sig/next';
import { guardsOf, scenarios } from '../../scenarios.js';

const handlers = Object.fromEntries(
  Object.entries(scenarios).flatMap(([name, options]) => [
    [name, webhook(options, echo)],
    ...(options.httpAuth ? [[`${name} alone`, guard(guardsOf(name), echoAlone)]] : []),
  ]),
);

async function echo(request, _context, { body, rawBody }) {
  // The request is still readable, and holds the same bytes.
  const read = new Uint8Array(await request.arrayBuffer());
  if (String(read) !== String(rawBody)) throw new Error('the request is not readable any more');
  const text = Array.from(read, (byte) => String.fromCharCode(byte)).join('');
  return Response.json({ reached: true, body, rawBody: btoa(text) });
}

async function echoAlone(request) {
  const text = await request.text();
  const body = text.startsWith('{') ? JSON.parse(text) : {};
  return Response.json({ reached: true, body, rawBody: text === '' ? null : btoa(text) });
}

function handler(request, context) {
  return handlers[request.headers.get('x-suite-scenario')](request, context);
}

export { handler as GET, handler as POST, handler as PUT };
