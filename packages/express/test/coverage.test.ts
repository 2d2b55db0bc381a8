// Generated requests on every version at the ends of what is supported: see @sig/conformance/coverage.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import {
  base64Of,
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  coverageRoutes,
  leftoverOf,
  listen,
  parseurlReader,
  recordRawBody,
  type Seen,
} from '@sig/conformance/coverage';
import { captureRawBody, webhook } from '@sig/express';
import type express from 'express';

const require = createRequire(import.meta.url);

for (const module of ['express', 'express-5-first', 'express-4-latest', 'express-4']) {
  coverage(harness(module));
}

function harness(module: string): CoverageHarness {
  const load: typeof express = require(module);
  return {
    name: `express ${installedVersion(require.resolve(module))}`,
    read: parseurlReader(createRequire(require.resolve(module)), load().get('query parser fn')),
    start: (setting) => listen(createServer(makeApp(load, setting))),
  };
}

function makeApp(load: typeof express, setting: CoverageSetting) {
  const app = load().set('env', 'test');
  if (setting.trustProxy) app.set('trust proxy', 'loopback');
  const keep = setting.parsers === 'before-raw' ? { verify: captureRawBody } : {};
  const parsers = [load.urlencoded({ extended: false, ...keep }), load.json(keep)];
  if (setting.recorder) {
    app.use((req, _res, next) => {
      recordRawBody(req);
      next();
    });
  }
  if (setting.parsers?.startsWith('before')) app.use(parsers);
  const router = load.Router();
  router.use(webhook(setting.options));
  if (setting.parsers === 'after') router.use(parsers);
  for (const route of coverageRoutes) {
    const report: express.RequestHandler = async (req, res) => {
      res.json(await seenBy(req, route));
    };
    if (route === '*') router.use(report);
    else router.all(route, report);
  }
  app.use(setting.mount ?? '/', router);
  const onError: express.ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(error.status ?? 500).json({ code: error.code, message: error.message });
  };
  return app.use(onError);
}

async function seenBy(req: express.Request, route: string): Promise<Seen> {
  // Express 4 shows no host with a port.
  const trusted = req.app.get('trust proxy fn')(req.socket.remoteAddress, 0) === true;
  const forwarded = trusted ? req.get('X-Forwarded-Host')?.split(',')[0]?.trim() : undefined;
  return {
    reached: true,
    method: req.method,
    target: req.originalUrl,
    protocol: req.protocol,
    host: forwarded || (req.get('Host') ?? ''),
    rawHeaders: req.rawHeaders,
    path: req.baseUrl + req.path,
    query: req.query,
    route,
    params: req.params as Record<string, string>,
    body: req.body,
    rawBody: base64Of(req.rawBody),
    leftover: await leftoverOf(req),
  };
}
