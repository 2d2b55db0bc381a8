import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { installedVersion } from '@sig/conformance';
import { listen } from '@sig/conformance/coverage';
import { type EventHarness, events } from '@sig/conformance/suite';
import { guard, webhook } from '@sig/hono';
import type * as hono from 'hono';

const require = createRequire(import.meta.url);

events(harness('hono'));
events(harness('hono-first'));

function harness(module: 'hono' | 'hono-first'): EventHarness {
  const { Hono }: typeof hono = require(module);
  return {
    name: `hono ${installedVersion(require.resolve(module))}`,
    async start({ options, alone, before }) {
      const app = new Hono<{ Bindings: HttpBindings }>();
      app.use(async (c, next) => {
        const { incoming, outgoing } = c.env;
        let tooLate: hono.Context['res'] | undefined;
        // Hono answers with what a middleware returns: one that limits the time does not wait for the others.
        const gaveUp = new Promise<void>((resolve) => {
          before?.(incoming, outgoing, () => {
            tooLate = c.text('too late', 503);
            resolve();
          });
        });
        await Promise.race([next(), gaveUp]);
        return tooLate;
      });
      app.use(alone === undefined ? webhook(options) : guard({ httpAuth: alone }));
      app.all('*', (c) => c.text('reached'));
      return listen(createServer(getRequestListener(app.fetch)));
    },
  };
}
