// Generated requests on every version at the ends of what is supported: see @sig/conformance/coverage.
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { getRequestListener } from '@hono/node-server';
import { installedVersion } from '@sig/conformance';
import {
  base64Of,
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  coverageRoutes,
  fetchOptions,
  listen,
  refusedByUrl,
  type Seen,
  shownBody,
  shownOrigin,
  shownTarget,
  type TargetReading,
} from '@sig/conformance/coverage';
import { webhook } from '@sig/hono';
import type * as hono from 'hono';

const require = createRequire(import.meta.url);

coverage(harness('hono'));
coverage(harness('hono-first'));

function harness(module: 'hono' | 'hono-first'): CoverageHarness {
  const { Hono }: typeof hono = require(module);
  return {
    name: `hono ${installedVersion(require.resolve(module))}`,
    read: () => ({ path: '', query: {} }),
    shows: shownBy(Hono),
    refuses: refusedByUrl,
    start: (setting) =>
      listen(createServer(getRequestListener(makeApp(new Hono(), new Hono(), setting).fetch))),
  };
}

/** What Hono itself shows of a target, without sig: the routes alone, asked in the process. */
function shownBy(Hono: typeof hono.Hono) {
  return ({ mount = '' }: CoverageSetting) => {
    let reading: TargetReading = { target: '', query: {}, route: '', params: {} };
    const routes = new Hono();
    for (const route of coverageRoutes) {
      routes.all(route, (c) => {
        reading = readingOf(c, route);
        return c.body(null);
      });
    }
    const app = new Hono().route(mount, routes);
    return (target: string) => {
      // Its handlers are called at once.
      void app.request(`http://localhost${target}`);
      return reading;
    };
  };
}

function makeApp(app: hono.Hono, routes: hono.Hono, setting: CoverageSetting): hono.Hono {
  app.onError((caught, c) => {
    const { status = 500, code, message } = caught as Error & { status?: 403; code?: string };
    return c.json({ code, message }, status);
  });
  if (setting.recorder) {
    app.use((c, next) => {
      c.req.raw
        .clone()
        .text()
        .catch(() => {});
      return next();
    });
  }
  if (setting.parsers === 'before-raw') {
    app.use(async (c, next) => {
      await c.req.arrayBuffer();
      await next();
    });
  }
  if (setting.parsers === 'before') app.use(parse);
  routes.use(webhook(fetchOptions(setting)));
  if (setting.parsers === 'after') routes.use(parse);
  for (const route of coverageRoutes) {
    routes.all(route, async (c) => c.json(await seenBy(c, setting, route)));
  }
  return app.route(setting.mount ?? '', routes);
}

/** Reads a body as most apps do. */
const parse: hono.MiddlewareHandler = async (c, next) => {
  if (/json/.test(c.req.header('content-type') ?? '')) await c.req.json();
  else await c.req.parseBody();
  await next();
};

function readingOf(c: hono.Context, route: string): TargetReading {
  return {
    target: shownTarget(c.req.url),
    path: c.req.path,
    query: queriesOf(c),
    route,
    params: route === '*' ? {} : c.req.param(),
  };
}

function queriesOf(c: hono.Context): unknown {
  try {
    return c.req.queries();
  } catch {
    // Older versions do not decode escapes that are none.
    return null;
  }
}

async function seenBy(c: hono.Context, setting: CoverageSetting, route: string): Promise<Seen> {
  const { incoming } = c.env as { incoming: IncomingMessage };
  const rawBody = c.get('rawBody') as Uint8Array | undefined;
  return {
    reached: true,
    method: c.req.method,
    ...shownOrigin(c.req.raw, setting),
    rawHeaders: incoming.rawHeaders,
    ...readingOf(c, route),
    rawBody: base64Of(rawBody),
    // What came is read to its end, or is in no request of the Fetch API.
    leftover: '',
    ...(await readBy(c)),
  };
}

/** What the readers of `c.req` give, or of the request that a parser has not read. */
async function readBy(c: hono.Context): Promise<Pick<Seen, 'body' | 'readable' | 'formData'>> {
  const type = c.req.header('content-type') ?? '';
  if (!c.req.raw.bodyUsed) {
    const copy = c.req.raw.clone();
    return { body: await bodyOf(c, type), ...(await shownBody(copy)) };
  }
  const body = await bodyOf(c, type);
  if (!/form/i.test(type)) return { body };
  return { body, formData: [...(await c.req.formData())] as [string, string][] };
}

async function bodyOf(c: hono.Context, type: string): Promise<unknown> {
  const { params } = c.get('webhook') as { params: object };
  return /json/i.test(type) && (await c.req.text()) !== '' ? c.req.json() : params;
}
