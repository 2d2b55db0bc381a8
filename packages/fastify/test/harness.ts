import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import formbody from '@fastify/formbody';
import websocket from '@fastify/websocket';
import { installedVersion } from '@sig/conformance';
import { portOf } from '@sig/conformance/coverage';
import {
  type Act,
  createActs,
  guardsOf,
  type Harness,
  type Setting,
  scenarios,
} from '@sig/conformance/suite';
import { guard, webhook } from '@sig/fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, fastify } from 'fastify';

const require = createRequire(import.meta.url);

/** A version of Fastify with the plugins that go with it. */
const versions = {
  fastify: { formbody, websocket },
  'fastify-4': {
    formbody: require('@fastify/formbody-7') as typeof formbody,
    websocket: require('@fastify/websocket-8') as typeof websocket,
  },
};

/** Servers of one version of Fastify for the conformance suite. */
export function harness(module: keyof typeof versions): Harness {
  const make: typeof fastify = require(module);
  const act = createActs();
  return {
    name: `fastify ${installedVersion(require.resolve(module))}`,
    without: {
      'before, bytes lost: JSON is an error of the set-up (body-already-parsed)':
        'The hook of the plugin runs before the content-type parsers of Fastify, so no bytes are lost.',
      'rejects: signed JSON that does not parse (malformed-body)':
        "Fastify's own parser parses the verified JSON, and answers with a code of its own.",
    },
    async start(setting) {
      let errors = 0;
      const app = make({ trustProxy: setting.trustProxy, forceCloseConnections: true });
      if (setting.errorHandler) {
        app.setErrorHandler((error: FastifyError & { headers?: object }, _request, reply) => {
          errors++;
          reply.headers({ ...error.headers }).status(error.statusCode ?? 500);
          reply.send({ code: error.code, message: error.message });
        });
      }
      await app.register(versions[module].websocket);
      await app.register((scope) => guarded(scope, setting, act, versions[module].formbody), {
        prefix: setting.mount,
      });
      await app.listen({ port: 0, host: '127.0.0.1' });
      return {
        port: portOf(app.server),
        errorsSeen: () => errors,
        close: () => app.close(),
      };
    },
  };
}

async function guarded(
  scope: FastifyInstance,
  setting: Setting,
  act: Act,
  parser: typeof formbody,
) {
  if (setting.parsers.startsWith('before')) await scope.register(parser);
  const { scenario, alone } = setting;
  if (alone) await scope.register(guard, { httpAuth: guardsOf(scenario) });
  else await scope.register(webhook, scenarios[scenario]);
  if (setting.parsers === 'after') await scope.register(parser);
  scope.route({
    method: 'GET',
    url: '/*',
    handler: echo,
    // The first argument is the socket, or in older versions a stream around it.
    wsHandler: (connection) => {
      const { socket = connection } = connection as { socket?: typeof connection };
      const real = 'send' in socket ? socket : connection;
      real.on('message', (data) => real.send(String(data)));
    },
  });
  scope.route({
    method: ['POST', 'PUT'],
    url: '/*',
    handler: async (request, reply: FastifyReply) => {
      const acted = request.webhook && (await act(request.webhook));
      if (acted === undefined) return echo(request);
      const { status, headers, chunks } = acted;
      reply.code(status).headers(headers);
      return reply.send(chunks.length === 1 ? chunks[0] : Readable.from(chunks));
    },
  });
}

async function echo(request: Pick<FastifyRequest, 'body' | 'rawBody' | 'webhook'>) {
  return {
    reached: true,
    // A GET has no body in Fastify, not even an empty one.
    body: request.body ?? {},
    rawBody: request.rawBody?.toString('base64') ?? null,
    webhook: request.webhook,
  };
}
