// Generated requests on every version at the ends of what is supported: see @sig/conformance/coverage.
import { createRequire } from 'node:module';
import formbody from '@fastify/formbody';
import { installedVersion } from '@sig/conformance';
import {
  base64Of,
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  coverageRoutes,
  leftoverOf,
  portOf,
  recordRawBody,
  type Seen,
} from '@sig/conformance/coverage';
import { webhook } from '@sig/fastify';
import type { FastifyError, FastifyInstance, FastifyRequest, fastify } from 'fastify';

const require = createRequire(import.meta.url);

for (const module of ['fastify', 'fastify-5-first']) coverage(harness(module, formbody));
for (const module of ['fastify-4-latest', 'fastify-4']) {
  coverage(harness(module, require('@fastify/formbody-7')));
}

function harness(module: string, parser: typeof formbody): CoverageHarness {
  const make: typeof fastify = require(module);
  const version = installedVersion(require.resolve(module));
  const { parse } = createRequire(createRequire(require.resolve(module)).resolve('find-my-way'))(
    'fast-querystring',
  );
  // Fastify 4 takes a semicolon for the start of a query as well.
  const end = version.startsWith('4.') ? /[?;#]/ : /[?#]/;
  return {
    name: `fastify ${version}`,
    without: {
      'parsers before': 'The hook of the plugin runs before the content-type parsers of Fastify.',
      'parsers before, raw bytes kept': 'The same.',
    },
    read(target) {
      const at = target.search(end);
      if (at < 0) return { path: target, query: parse('') };
      return { path: target.slice(0, at), query: parse(target.slice(at + 1).replace(/#.*/s, '')) };
    },
    async start(setting) {
      const app = make({ trustProxy: setting.trustProxy ?? false, forceCloseConnections: true });
      app.setErrorHandler((error: FastifyError, _request, reply) => {
        reply.status(error.statusCode ?? 500).send({ code: error.code, message: error.message });
      });
      await app.register((scope) => guarded(scope, setting, parser), {
        prefix: setting.mount ?? '',
      });
      await app.listen({ port: 0, host: '127.0.0.1' });
      return { port: portOf(app.server), close: () => app.close() };
    },
  };
}

async function guarded(scope: FastifyInstance, setting: CoverageSetting, parser: typeof formbody) {
  if (setting.recorder) {
    scope.decorateRequest('rawBody', '' as never);
    scope.addHook('onRequest', async (request) => recordRawBody(request.raw, request));
  }
  await scope.register(webhook, setting.options);
  if (setting.parsers === 'after') await scope.register(parser);
  for (const route of coverageRoutes) {
    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: route === '*' ? '/*' : route,
      handler: (request) => seenBy(request, route),
    });
  }
}

async function seenBy(request: FastifyRequest, route: string): Promise<Seen> {
  return {
    reached: true,
    method: request.method,
    target: request.originalUrl,
    protocol: request.protocol,
    // In Fastify 4 the hostname has the port, and there is no host.
    host: request.host ?? request.hostname,
    rawHeaders: request.raw.rawHeaders,
    query: request.query,
    route,
    params: request.params as Record<string, string>,
    body: request.body,
    rawBody: base64Of(request.rawBody),
    leftover: await leftoverOf(request.raw),
  };
}
