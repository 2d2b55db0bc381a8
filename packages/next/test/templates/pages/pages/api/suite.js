import { guard, webhook } from '@sig/next/pages';
import { guardsOf, scenarios } from '../../scenarios.js';

export const config = { api: { bodyParser: false } };

const handlers = Object.fromEntries(
  Object.entries(scenarios).flatMap(([name, options]) => [
    [name, webhook(options, echo)],
    ...(options.httpAuth
      ? [[`${name} alone`, guard({ httpAuth: guardsOf(name) }, echoAlone)]]
      : []),
  ]),
);

function echo(req, res) {
  const { body, rawBody, webhook } = req;
  res.json({ reached: true, body, rawBody: rawBody.toString('base64'), webhook });
}

function echoAlone(req, res) {
  const rawBody = req.rawBody ? req.rawBody.toString('base64') : null;
  res.json({ reached: true, body: req.body ?? {}, rawBody });
}

export default function handler(req, res) {
  return handlers[req.headers['x-suite-scenario']](req, res);
}
