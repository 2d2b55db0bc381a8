// Generated requests on both platforms of every version at the ends of what is supported, and in the middle: see
// @sig/conformance/coverage.
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { INestApplication, Type } from '@nestjs/common';
import {
  base64Of,
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  type coverageRoutes,
  type Generated,
  leftoverOf,
  parseurlReader,
  portOf,
  type ReadTarget,
  recordRawBody,
  type Seen,
} from '@sig/conformance/coverage';
import type { FastifyInstance } from 'fastify';
import { codeFilter, makeApp, route } from './harness.js';
import { load, type Nest, type NestVersion, type Platform, platforms } from './versions.js';

for (const version of ['nest-12', 'nest-11', 'nest-10-0'] as const) {
  for (const platform of platforms) coverage(harness(version, platform));
}

function harness(version: NestVersion, platform: Platform): CoverageHarness {
  const nest = load(version);
  return {
    name: `nest ${nest.version} ${platform}`,
    ...(platform === 'fastify' && {
      without: {
        'a recorder before, parsers after':
          'A recorder in a hook takes from the parsers of Fastify what comes before they start.',
      },
    }),
    ...(platform === 'fastify' &&
      version === 'nest-12' && {
        refuses: ({ body }: Generated) =>
          new URLSearchParams(body.toString('latin1')).has('__proto__')
            ? 'The form parser of Nest 12 refuses a parameter named __proto__.'
            : undefined,
      }),
    read: platform === 'express' ? expressReader(nest) : fastifyReader(nest),
    async start(setting) {
      const app = await makeApp(nest, platform, {
        controllers: [seeingController(nest, platform, setting)],
        trustProxy: setting.trustProxy ?? false,
        parsers: setting.parsers ?? 'none',
      });
      app.setGlobalPrefix(setting.mount ?? '');
      app.useGlobalFilters(codeFilter(nest, platform));
      if (setting.recorder) addRecorder(app, platform);
      await app.listen(0, '127.0.0.1');
      return { port: portOf(app.getHttpServer()), close: () => app.close() };
    },
  };
}

function expressReader({ platformExpress, requireOf }: Nest): ReadTarget {
  const adapter = new platformExpress.ExpressAdapter();
  const requireFrom = createRequire(requireOf('express').resolve('express'));
  return parseurlReader(requireFrom, adapter.getInstance().get('query parser fn'));
}

function fastifyReader({ requireOf, version }: Nest): ReadTarget {
  const { parse } = createRequire(
    createRequire(requireOf('fastify').resolve('fastify')).resolve('find-my-way'),
  )('fast-querystring');
  // Fastify 4 takes a semicolon for the start of a query as well.
  const end = version.startsWith('10.') ? /[?;#]/ : /[?#]/;
  return (target) => {
    const at = target.search(end);
    if (at < 0) return { path: target, query: parse('') };
    return { path: target.slice(0, at), query: parse(target.slice(at + 1).replace(/#.*/s, '')) };
  };
}

/** The usual recorder of raw bodies, before the parsers of Nest. */
function addRecorder(app: INestApplication, platform: Platform): void {
  if (platform === 'express') {
    app.use((req: IncomingMessage, _res: unknown, next: () => void) => {
      recordRawBody(req);
      next();
    });
    return;
  }
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request) => recordRawBody(request.raw, request));
}

function seeingController(nest: Nest, platform: Platform, setting: CoverageSetting): Type {
  class SeeingController {
    voiceOfHook(request: SeenRequest) {
      return seenBy(request, platform, '/hook/:tenant/voice');
    }
    voice(request: SeenRequest) {
      return seenBy(request, platform, '/:tenant/voice');
    }
    other(request: SeenRequest) {
      return seenBy(request, platform, '*');
    }
  }
  route(nest, SeeingController, '/hook/:tenant/voice', 'voiceOfHook');
  route(nest, SeeingController, '/:tenant/voice', 'voice');
  route(nest, SeeingController, ['', '*'], 'other');
  nest.common.UseGuards(nest.sig.webhook(setting.options))(SeeingController);
  nest.common.Controller()(SeeingController);
  return SeeingController;
}

/** A request of either platform, as handlers read it. */
interface SeenRequest extends IncomingMessage {
  readonly raw: IncomingMessage;
  readonly originalUrl: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly host?: string;
  readonly path?: string;
  readonly query: unknown;
  readonly params: Record<string, string>;
  readonly body?: unknown;
  readonly rawBody?: Buffer;
  readonly app: { get(setting: string): (address: unknown, hop: number) => boolean };
}

async function seenBy(
  request: SeenRequest,
  platform: Platform,
  route: (typeof coverageRoutes)[number],
): Promise<Seen> {
  const raw = platform === 'express' ? request : request.raw;
  return {
    reached: true,
    method: request.method ?? '',
    target: platform === 'express' ? request.originalUrl : targetOf(raw),
    protocol: request.protocol,
    host: platform === 'express' ? expressHostOf(request) : (request.host ?? request.hostname),
    rawHeaders: raw.rawHeaders,
    ...(platform === 'express' && request.path !== undefined && { path: request.path }),
    query: request.query,
    route,
    params: request.params,
    body: request.body ?? undefined,
    rawBody: base64Of(request.rawBody),
    leftover: await leftoverOf(raw),
  };
}

/** Fastify 4.18 has no `originalUrl` of its own. */
function targetOf(raw: IncomingMessage & { originalUrl?: string }): string {
  return raw.originalUrl ?? raw.url ?? '';
}

/** Express 4 shows no host with a port. */
function expressHostOf(request: SeenRequest): string {
  const trusted = request.app.get('trust proxy fn')(request.socket.remoteAddress, 0);
  const [forwarded] = trusted ? String(request.headers['x-forwarded-host'] ?? '').split(',') : [];
  return forwarded?.trim() || (request.headers.host ?? '');
}
