import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import { listen } from '@sig/conformance/coverage';
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
      app.use(
        alone === undefined ? (webhook(options) as Koa.Middleware) : guard({ httpAuth: alone }),
      );
      app.use((ctx) => {
        ctx.body = 'reached';
      });
      return listen(createServer(app.callback()));
    },
  };
}
