import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { getRequestListener } from '@hono/node-server';
import { installedVersion } from '@sig/conformance';
import { forwardedOrigin, listen } from '@sig/conformance/coverage';
import {
  type Act,
  createActs,
  guardsOf,
  type Harness,
  type Setting,
  scenarios,
} from '@sig/conformance/suite';
import { guard, type VerifiedWebhook, type WebhookOptions, webhook } from '@sig/hono';
import type * as hono from 'hono';

const require = createRequire(import.meta.url);

const absurdHost = 'The Node server of Hono refuses such a Host by itself (400).';

/** Servers of one version of Hono on Node, for the conformance suite. */
export function harness(module: 'hono' | 'hono-first'): Harness {
  const { Hono }: typeof hono = require(module);
  const act = createActs();
  return {
    name: `hono ${installedVersion(require.resolve(module))}`,
    without: {
      upgrade: 'Upgrades reach Hono through a helper of each runtime: see upgrades.test.ts.',
      'accepts: absolute-form':
        "Hono takes the host of a target in absolute form for the request's: with a publicUrl it is accepted.",
      'rejects: a GET with a body (body-not-signed)':
        'Requests of the Fetch API have no body in a GET, so there is none that could be forged.',
      'rejects: a Host that is a URL (url-unknown)': absurdHost,
      'rejects: a Host with userinfo (url-unknown)': absurdHost,
      'rejects: HTTP/1.0 without a Host (url-unknown)': absurdHost,
      "400 url-unknown: the app's own error handler sees status and code": absurdHost,
      ...(module === 'hono' && {
        'before, bytes lost: JSON is an error of the set-up (body-already-parsed)':
          'Hono keeps the text of JSON that it has parsed, so no bytes are lost.',
      }),
    },
    // Targets whose host is another one, and a `publicUrl` function that believes what a header says.
    refusals: Object.fromEntries(
      [
        'the target http:///voice',
        'the target http://phone.example',
        'the target http://phone.example?x',
        'X-Forwarded-Host: evil.example/hook',
        'X-Forwarded-Host: phone.example#',
      ].map((title) => [`refuses: ${title}`, 403]),
    ),
    async start(setting) {
      let errors = 0;
      const app = makeApp(new Hono(), setting, act, () => errors++);
      const server = createServer(getRequestListener(app.fetch));
      return { ...(await listen(server)), errorsSeen: () => errors };
    },
  };
}

function makeApp(app: hono.Hono, setting: Setting, act: Act, onError: () => void): hono.Hono {
  const { scenario, alone, parsers } = setting;
  if (setting.errorHandler) {
    app.onError((caught, c) => {
      onError();
      const error = caught as Error & { status?: number; code: string; headers: object };
      for (const [name, values] of Object.entries(error.headers ?? {})) {
        for (const value of [values].flat()) c.header(name, value, { append: true });
      }
      return c.json({ code: error.code, message: error.message }, (error.status ?? 500) as 500);
    });
  }
  if (parsers.startsWith('before')) {
    app.use(async (c, next) => {
      if (parsers === 'before-raw') await c.req.arrayBuffer();
      else if (/json/.test(c.req.header('content-type') ?? '')) await c.req.json();
      else await c.req.parseBody();
      await next();
    });
  }
  const options: WebhookOptions = scenarios[scenario];
  const trusting =
    setting.trustProxy && options.publicUrl === undefined
      ? { ...options, publicUrl: forwardedOrigin }
      : options;
  const path = `${setting.mount}/*`;
  app.use(path, alone ? guard({ httpAuth: guardsOf(scenario) }) : webhook(trusting));
  app.all(path, async (c) => {
    const { rawBody, webhook } = c.var as { rawBody?: Uint8Array; webhook?: VerifiedWebhook };
    const acted = webhook && (await act(webhook));
    if (acted !== undefined) {
      const { status, headers, chunks } = acted;
      const [first] = chunks;
      return new Response(chunks.length === 1 ? first : streamOf(chunks), { status, headers });
    }
    const body = await bodyOf(c, webhook);
    return c.json({
      reached: true,
      body,
      rawBody: rawBody === undefined ? null : Buffer.from(rawBody).toString('base64'),
      webhook,
    });
  });
  return app;
}

/** Chunks that come one after the other. */
function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array> {
  const rest = chunks.map((chunk) => new TextEncoder().encode(chunk));
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const chunk = rest.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

/** What a handler reads, by the type of the body. */
async function bodyOf(c: hono.Context, webhook: object | undefined): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  const text = await c.req.text();
  if (text === '') return webhook === undefined ? undefined : {};
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) return JSON.parse(text);
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    const params: Record<string, string | string[]> = Object.create(null);
    for (const [name, value] of new URLSearchParams(text)) {
      const known = params[name];
      params[name] = known === undefined ? value : [known, value].flat();
    }
    return params;
  }
  return type.startsWith('text/') ? text : Buffer.from(text).toJSON();
}
