import { guard, webhook } from '@sig/next/pages';
import { createActs } from '../../acts.js';
import { guardsOf, scenarios } from '../../scenarios.js';

const act = createActs();

export const config = { api: { bodyParser: false } };

const handlers = Object.fromEntries(
  Object.entries(scenarios).flatMap(([name, options]) => [
    [name, webhook(options, echo)],
    ...(options.httpAuth
      ? [[`${name} alone`, guard({ httpAuth: guardsOf(name) }, echoAlone)]]
      : []),
  ]),
);

async function echo(req, res) {
  const { body, rawBody, webhook } = req;
  const acted = await act(webhook);
  if (acted !== undefined) {
    const { status, headers, chunks } = acted;
    res.status(status);
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    if (chunks.length === 1) return res.send(chunks[0]);
    for (const chunk of chunks) res.write(chunk);
    return res.end();
  }
  res.json({ reached: true, body, rawBody: rawBody.toString('base64'), webhook });
}

function echoAlone(req, res) {
  const rawBody = req.rawBody ? req.rawBody.toString('base64') : null;
  res.json({ reached: true, body: req.body ?? {}, rawBody });
}

export default function handler(req, res) {
  return handlers[req.headers['x-suite-scenario']](req, res);
}
