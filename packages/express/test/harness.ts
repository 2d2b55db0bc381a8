import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import { listen } from '@sig/conformance/coverage';
import {
  type Act,
  createActs,
  guardsOf,
  type Harness,
  type Setting,
  scenarios,
} from '@sig/conformance/suite';
import { captureRawBody, createVerifier, guard, rejectUpgrade, webhook } from '@sig/express';
import type express from 'express';
import { WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);

/** Servers of one version of Express for the conformance suite. */
export function harness(module: 'express' | 'express-4'): Harness {
  const load: typeof express = require(module);
  const version = installedVersion(require.resolve(module));
  const act = createActs();
  return {
    name: `express ${version}`,
    async start(setting) {
      let errors = 0;
      const app = makeApp(load, setting, act, () => errors++);
      const server = createServer(app);
      acceptUpgrades(server, app, setting);
      return { ...(await listen(server)), errorsSeen: () => errors };
    },
  };
}

function makeApp(load: typeof express, setting: Setting, act: Act, onError: () => void) {
  const app = load();
  // Else the default error handler prints every rejection of the suite.
  app.set('env', setting.errorHandler ? 'development' : 'test');
  if (setting.trustProxy) app.set('trust proxy', 'loopback');

  const router = load.Router();
  const keep = setting.parsers === 'before-raw' ? { verify: captureRawBody } : {};
  const parsers = [load.urlencoded({ extended: false, ...keep }), load.json(keep)];
  if (setting.parsers.startsWith('before')) app.use(parsers);
  const { scenario, alone } = setting;
  router.use(alone ? guard({ httpAuth: guardsOf(scenario) }) : webhook(scenarios[scenario]));
  if (setting.parsers === 'after') router.use(parsers);
  router.use((req, res, next) => {
    Promise.resolve(req.webhook && act(req.webhook)).then((acted) => {
      if (acted === undefined) return next();
      const { status, headers, chunks } = acted;
      res.status(status).set(headers);
      if (chunks.length === 1) return res.send(chunks[0]);
      for (const chunk of chunks) res.write(chunk);
      res.end();
    }, next);
  });
  router.use((req, res) => {
    const { body, rawBody, webhook } = req;
    res.json({ reached: true, body, rawBody: rawBody?.toString('base64') ?? null, webhook });
  });
  app.use(setting.mount, router);
  if (setting.errorHandler) app.use(errorHandler(onError));
  return app;
}

function errorHandler(onError: () => void): express.ErrorRequestHandler {
  return (error, _req, res, _next) => {
    onError();
    res.set(error.headers).status(error.status ?? 500);
    res.json({ code: error.code, message: error.message });
  };
}

function acceptUpgrades(
  server: ReturnType<typeof createServer>,
  app: express.Application,
  setting: Setting,
) {
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  server.on('upgrade', async (req, socket, head) => {
    const verdict = await createVerifier(scenarios[setting.scenario], app).verify(req);
    if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
    sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req));
  });
}
