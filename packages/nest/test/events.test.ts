import type { IncomingMessage, ServerResponse } from 'node:http';
import { portOf } from '@sig/conformance/coverage';
import { type EventHarness, events } from '@sig/conformance/suite';
import type { FastifyInstance } from 'fastify';
import { makeApp, route } from './harness.js';
import { load, type NestVersion, type Platform, platforms } from './versions.js';

for (const platform of platforms) {
  events(harness('nest-12', platform));
  events(harness('nest-10-0', platform));
}

function harness(version: NestVersion, platform: Platform): EventHarness {
  const nest = load(version);
  return {
    name: `nest ${nest.version} ${platform}`,
    without: {
      'the stream has an encoding, and the body two chunks':
        'The parsers of Nest, which run before its guards, read no streams of text.',
    },
    async start({ options, alone, before }) {
      class HookController {
        hook() {
          return 'reached';
        }
      }
      const { guard, webhook } = nest.sig;
      route(nest, HookController, 'hook', 'hook');
      nest.common.Controller()(HookController);
      nest.common.UseGuards(alone ? guard({ httpAuth: alone }) : webhook(options))(HookController);
      const app = await makeApp(nest, platform, { controllers: [HookController] });
      if (platform === 'express') {
        app.use((req: IncomingMessage, res: ServerResponse, next: () => void) => {
          before?.(req, res, () => {
            res.statusCode = 503;
            res.end('too late');
          });
          next();
        });
      } else {
        const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
        fastify.addHook('onRequest', async (request, reply) => {
          before?.(request.raw, reply.raw, () => void reply.code(503).send('too late'));
        });
      }
      await app.listen(0, '127.0.0.1');
      return { port: portOf(app.getHttpServer()), close: () => app.close() };
    },
  };
}
