import { guard, webhook } from '@sig/next';
import { createActs } from '../../acts.js';
import { guardsOf, scenarios } from '../../scenarios.js';

const act = createActs();

const handlers = Object.fromEntries(
  Object.entries(scenarios).flatMap(([name, options]) => [
    [name, webhook(options, echo)],
    ...(options.httpAuth
      ? [[`${name} alone`, guard({ httpAuth: guardsOf(name) }, echoAlone)]]
      : []),
  ]),
);

async function echo(request, _context, { body, rawBody, ok, params, url, target, key, event }) {
  const acted = await act({ params, event });
  if (acted !== undefined) {
    const { status, headers, chunks } = acted;
    const [first] = chunks;
    return new Response(chunks.length === 1 ? first : streamOf(chunks), { status, headers });
  }
  // The request is still readable, and holds the same bytes; of a form, the params sorted and printed.
  const read = new Uint8Array(await request.arrayBuffer());
  const isForm = Object.keys(params).length > 0;
  if (!isForm && String(read) !== String(rawBody)) throw new Error('not the bytes that came');
  if (isForm && new TextDecoder().decode(read) !== canonical(params)) {
    throw new Error('not the canonical form');
  }
  const text = Array.from(rawBody, (byte) => String.fromCharCode(byte)).join('');
  const webhook = { ok, params, url, target, key };
  return Response.json({ reached: true, body, rawBody: btoa(text), webhook });
}

/** Chunks that come one after the other. */
function streamOf(chunks) {
  const rest = chunks.map((chunk) => new TextEncoder().encode(chunk));
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const chunk = rest.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

function canonical(params) {
  const pairs = Object.keys(params)
    .sort()
    .flatMap((name) => [params[name]].flat().map((value) => [name, value]));
  return new URLSearchParams(pairs).toString();
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
