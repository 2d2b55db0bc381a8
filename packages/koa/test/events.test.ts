import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { installedVersion } from '@sig/conformance';
import { type EventHarness, events } from '@sig/conformance/suite';
import { guard, webhook } from '@sig/koa';
import type Koa from 'koa';

const require = createRequire(import.meta.url);

events(harness('koa'));
events(harness('koa-2'));

function harness(module: string): EventHarness {
  const Application: typeof Koa = require(module);
  return {
    name: `koa ${installedVersion(require.resolve(module))}`,
    async start({ options, alone, before }) {
      const app = new Application();
      app.silent = true;
      app.use((ctx, next) => {
        before?.(ctx.req, ctx.res, () => ctx.res.writeHead(503).end('too late'));
        return next();
      });
      app.use(alone === undefined ? (webhook(options) as Koa.Middleware) : guard(alone));
      app.use((ctx) => {
        ctx.body = 'reached';
      });
      const server = createServer(app.callback()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return {
        port: (server.address() as AddressInfo).port,
        async close() {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}
