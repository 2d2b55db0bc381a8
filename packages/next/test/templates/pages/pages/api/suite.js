import { webhook } from '@sig/next/pages';
import { scenarios } from '../../scenarios.js';

export const config = { api: { bodyParser: false } };

const handlers = Object.fromEntries(
  Object.entries(scenarios).map(([name, options]) => [name, webhook(options, echo)]),
);

function echo(req, res) {
  res.json({ reached: true, body: req.body, rawBody: req.rawBody.toString('base64') });
}

export default function handler(req, res) {
  return handlers[req.headers['x-suite-scenario']](req, res);
}
