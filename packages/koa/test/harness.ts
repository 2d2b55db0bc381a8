import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { bodyParser as newBodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
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
import { createVerifier, guard, rejectUpgrade, webhook } from '@sig/koa';
import type Koa from 'koa';
import oldBodyParser from 'koa-bodyparser';
import { WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);

/** Servers of one version of Koa, with one of its two body parsers, for the conformance suite. */
export function harness(
  module: 'koa' | 'koa-2',
  parser: 'koa-bodyparser' | '@koa/bodyparser',
): Harness {
  const Application: typeof Koa = require(module);
  const bodyParser = parser === 'koa-bodyparser' ? oldBodyParser : newBodyParser;
  const version = installedVersion(require.resolve(module));
  const act = createActs();
  return {
    name: `koa ${version}, ${parser}`,
    without: {
      'before, bytes lost: JSON is an error of the set-up (body-already-parsed)':
        "Koa's body parsers always keep the raw body, so no bytes are lost.",
    },
    async start(setting) {
      let errors = 0;
      const app = makeApp(Application, bodyParser, setting, act, () => errors++);
      const server = createServer(app.callback());
      acceptUpgrades(server, app, setting);
      return { ...(await listen(server)), errorsSeen: () => errors };
    },
  };
}

function makeApp(
  Application: typeof Koa,
  bodyParser: () => Koa.Middleware,
  setting: Setting,
  act: Act,
  onError: () => void,
): Koa {
  const app = new Application({ proxy: setting.trustProxy });
  // Else Koa prints the 500s of the suite.
  app.silent = true;
  if (setting.errorHandler) app.use(errorHandler(onError));
  if (setting.parsers.startsWith('before')) app.use(bodyParser());

  const router = new Router({ prefix: setting.mount });
  const { scenario, alone } = setting;
  router.use(
    (alone ? guard({ httpAuth: guardsOf(scenario) }) : webhook(scenarios[scenario])) as never,
  );
  if (setting.parsers === 'after') router.use(bodyParser() as never);
  router.all(/.*/, async (ctx) => {
    const acted = ctx.state.webhook && (await act(ctx.state.webhook));
    if (acted !== undefined) {
      const { status, headers, chunks } = acted;
      ctx.status = status;
      ctx.set(headers);
      ctx.body = chunks.length === 1 ? chunks[0] : Readable.from(chunks);
      return;
    }
    const { body, rawBody } = ctx.request as unknown as { body: unknown; rawBody?: Buffer };
    const { webhook } = ctx.state;
    ctx.body = { reached: true, body, rawBody: rawBody?.toString('base64') ?? null, webhook };
  });
  app.use(router.routes() as never);
  return app;
}

function errorHandler(onError: () => void): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (caught) {
      const error = caught as { status?: number; code: string; message: string; headers: object };
      onError();
      ctx.set({ ...error.headers });
      ctx.status = error.status ?? 500;
      ctx.body = { code: error.code, message: error.message };
    }
  };
}

function acceptUpgrades(server: ReturnType<typeof createServer>, app: Koa, setting: Setting) {
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  server.on('upgrade', async (req, socket, head) => {
    const verdict = await createVerifier(scenarios[setting.scenario], app).verify(req);
    if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
    sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req));
  });
}
