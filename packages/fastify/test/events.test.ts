import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import { portOf } from '@sig/conformance/coverage';
import { type EventHarness, events } from '@sig/conformance/suite';
import { guard, webhook } from '@sig/fastify';
import type { fastify } from 'fastify';

const require = createRequire(import.meta.url);

events(harness('fastify'));
events(harness('fastify-4'));

function harness(module: string): EventHarness {
  const make: typeof fastify = require(module);
  return {
    name: `fastify ${installedVersion(require.resolve(module))}`,
    async start({ options, alone, before }) {
      const app = make({ forceCloseConnections: true });
      app.addHook('onRequest', async (request, reply) => {
        before?.(request.raw, reply.raw, () => void reply.code(503).send('too late'));
      });
      if (alone === undefined) await app.register(webhook, options);
      else await app.register(guard, { httpAuth: alone });
      app.post('/hook', async () => 'reached');
      await app.listen({ port: 0, host: '127.0.0.1' });
      return { port: portOf(app.server), close: () => app.close() };
    },
  };
}
