// Generated requests on every version at the ends of what is supported: see @sig/conformance/coverage.
import { isUtf8 } from 'node:buffer';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import querystring from 'node:querystring';
import { bodyParser as newBodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { installedVersion } from '@sig/conformance';
import {
  base64Of,
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  coverageRoutes,
  leftoverOf,
  listen,
  parseurlReader,
  recordRawBody,
  type Seen,
} from '@sig/conformance/coverage';
import { webhook } from '@sig/koa';
import type Koa from 'koa';
import oldBodyParser from 'koa-bodyparser';
import mount from 'koa-mount';

const require = createRequire(import.meta.url);

coverage(harness('koa', newBodyParser));
coverage(harness('koa-3-first', oldBodyParser));
coverage(harness('koa-2-latest', newBodyParser));
coverage(harness('koa-2', oldBodyParser));

function harness(module: string, bodyParser: () => Koa.Middleware): CoverageHarness {
  const Application: typeof Koa = require(module);
  const requireFrom = createRequire(require.resolve(module));
  const version = installedVersion(require.resolve(module));
  // The first versions of Koa 3 have a parser of their own.
  const { parse }: typeof querystring = version.startsWith('3.0.')
    ? requireFrom('./search-params.js')
    : querystring;
  return {
    name: `koa ${version}`,
    without: { 'parsers before': "Koa's body parsers always keep the raw body." },
    refuses: ({ target, body }, { parsers }) =>
      parsers === 'before-raw' && target.includes('bodySHA256') && !isUtf8(body)
        ? "Koa's parsers keep the text of the body, so its bytes are lost if they are no UTF-8."
        : undefined,
    read: parseurlReader(requireFrom, (query) => parse(query)),
    start: (setting) => listen(createServer(makeApp(Application, bodyParser, setting).callback())),
  };
}

function makeApp(
  Application: typeof Koa,
  bodyParser: () => Koa.Middleware,
  setting: CoverageSetting,
): Koa {
  const app = new Application({ proxy: setting.trustProxy ?? false });
  app.silent = true;
  app.use(onError);
  if (setting.recorder) {
    app.use((ctx, next) => {
      recordRawBody(ctx.req, ctx.request);
      return next();
    });
  }
  if (setting.parsers === 'before-raw') app.use(bodyParser());
  const router = new Router();
  router.use(webhook(setting.options) as never);
  if (setting.parsers === 'after') router.use(bodyParser() as never);
  for (const route of coverageRoutes) {
    router.all(route === '*' ? /.*/ : route, async (ctx) => {
      ctx.body = await seenBy(ctx as never, setting.mount ?? '', route, ctx.params);
    });
  }
  const routes = router.routes() as unknown as Koa.Middleware;
  return app.use(setting.mount === undefined ? routes : mount(setting.mount, routes));
}

async function onError(ctx: Koa.Context, next: Koa.Next) {
  try {
    await next();
  } catch (caught) {
    const error = caught as { status?: number; code: string; message: string };
    ctx.status = error.status ?? 500;
    ctx.body = { code: error.code, message: error.message };
  }
}

async function seenBy(
  ctx: Koa.Context,
  prefix: string,
  route: string,
  params: Seen['params'],
): Promise<Seen> {
  const { body, rawBody } = ctx.request as { body?: unknown; rawBody?: string | Uint8Array };
  return {
    reached: true,
    method: ctx.method,
    target: ctx.originalUrl,
    protocol: ctx.protocol,
    host: ctx.host,
    rawHeaders: ctx.req.rawHeaders,
    path: prefix + ctx.path,
    query: ctx.query,
    route,
    params: route === '*' ? {} : params,
    body,
    rawBody: base64Of(rawBody),
    leftover: await leftoverOf(ctx.req),
  };
}
