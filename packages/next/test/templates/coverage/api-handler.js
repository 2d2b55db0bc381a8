// What an API route can read of a request that was let through.
import { webhook } from '@sig/next/pages';
import { coverageSettings, mountedAt } from './settings.js';

/** The handler of one route below `mount`; `x-suite-scenario` names the setting. */
export function apiHandler(mount, route) {
  const handlers = new Map(
    coverageSettings.map((setting) => [
      setting.name,
      webhook(mountedAt(setting, mount).options, report(route)),
    ]),
  );
  return (req, res) => handlers.get(req.headers['x-suite-scenario'])(req, res);
}

const report = (route) => async (req, res) => {
  const { headers, url } = req;
  const first = (name) => headers[name]?.split(',')[0].trim();
  res.json({
    reached: true,
    method: req.method,
    target: url,
    // Next.js shows none. Some proxies announce upgrades as ws or wss.
    protocol: (first('x-forwarded-proto') || 'http').replace(/^ws(?=s?$)/i, 'http'),
    host: first('x-forwarded-host') || headers.host,
    rawHeaders: req.rawHeaders,
    path: url.split('?')[0],
    query: Object.entries(req.query).sort(([a], [b]) => (a < b ? -1 : 1)),
    route,
    params: {},
    body: req.body,
    rawBody: req.rawBody === undefined ? null : Buffer.from(req.rawBody).toString('base64'),
    leftover: await leftover(req),
  });
};

async function leftover(req) {
  if (req.readableEnded || req.destroyed) return '';
  const chunks = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('base64');
}
