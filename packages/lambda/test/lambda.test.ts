// What is Lambda's own; what every adapter does is in the conformance suite.
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import {
  type LambdaEvent,
  type Received,
  reject,
  sign,
  type VoiceParams,
  webhook,
} from '@sig/lambda';
import type { Trigger } from '@sig/lambda/local';
import type {
  ALBEvent,
  ALBResult,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyHandlerV2,
  APIGatewayProxyResult,
  Context,
} from 'aws-lambda';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { toEvent } from '../src/local/to-event.js';
import { guard } from '../src/webhook.js';

const authToken = 'token';
const publicUrl = 'https://example.com';
const params = { Digits: '1', To: '+1555' };
const form = 'application/x-www-form-urlencoded';

const triggers: Trigger[] = [
  'rest-api',
  'http-api',
  'http-api-v1',
  'function-url',
  'load-balancer',
  'load-balancer-multi',
];

interface Sent {
  readonly target?: string;
  /** What is signed, if it is not the target. */
  readonly signed?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly stage?: string;
  readonly routes?: readonly string[];
}

/** The event of a signed request. */
function eventOf(trigger: Trigger, sent: Sent = {}): LambdaEvent {
  const {
    target = '/voice',
    signed = target,
    body = 'Digits=1&To=%2B1555',
    headers,
    ...more
  } = sent;
  const { signature } = sign({
    authToken,
    url: publicUrl + signed,
    params: new URLSearchParams(body),
  });
  const all = { Host: 'example.com', 'X-Forwarded-Proto': 'https', 'Content-Type': form };
  const rawHeaders = Object.entries({ ...all, 'X-Twilio-Signature': signature, ...headers }).flat();
  const event = toEvent({ method: 'POST', url: target, rawHeaders }, Buffer.from(body), {
    trigger,
    trustProxy: true,
    ...more,
  });
  if (event === undefined) throw new Error('no event');
  return event;
}

/** What the handler gets, or the status. */
async function run(event: LambdaEvent, options: object = {}): Promise<LambdaEvent | number> {
  let seen: LambdaEvent | undefined;
  const handler = webhook({ authToken, ...options }, (verified: LambdaEvent) => {
    seen = verified;
    return { statusCode: 200 };
  });
  const { statusCode } = await handler(event, {});
  return seen ?? statusCode;
}

describe.each(triggers)('%s', (trigger) => {
  const handler = webhook({ authToken }, (_event: LambdaEvent, context: string, verdict) => [
    context,
    verdict.params,
    verdict.url,
  ]);

  it('gives the event, the context and the verdict', async () => {
    expect(await handler(eventOf(trigger), 'context')).toEqual([
      'context',
      params,
      `${publicUrl}/voice`,
    ]);
  });

  it('answers a forgery in the shape of the trigger', async () => {
    const forged = { ...eventOf(trigger), body: 'Digits=2' };
    const headers = { 'Content-Type': 'application/json' };
    const isMulti = !/^(?:http-api|function-url|load-balancer)$/.test(trigger);
    expect(await handler(forged, '')).toEqual({
      statusCode: 403,
      ...(trigger.startsWith('load-balancer') && { statusDescription: '403 Forbidden' }),
      ...(isMulti ? { multiValueHeaders: { 'Content-Type': ['application/json'] } } : { headers }),
      body: '{"code":"signature-mismatch","message":"The signature does not match the request."}',
      isBase64Encoded: false,
    });
  });

  it('asks for credentials once for each scheme, and adds headers to the response', async () => {
    const knock = guard(
      {
        httpAuth: (request) =>
          request.header('x-knock') === 'please'
            ? { ok: true, headers: { 'X-Welcome': 'you' } }
            : reject('unauthorized', { headers: { 'WWW-Authenticate': ['A', 'B'] } }),
      },
      () => ({ statusCode: 204, headers: { 'X-Own': '1' } }),
    );
    const text = JSON.stringify(await knock(eventOf(trigger), undefined));
    expect(text).toMatch(/"WWW-Authenticate":(?:"A, B"|\["A","B"\])/);
    const welcome = await knock(eventOf(trigger, { headers: { 'X-Knock': 'please' } }), undefined);
    expect(JSON.stringify(welcome)).toMatch(/"X-Own":"1".*"X-Welcome":(?:"you"|\["you"\])/);
  });

  it('the body of the event is what was verified: sorted, each pair once', async () => {
    const event = eventOf(trigger);
    const shuffled = Buffer.from('To=%2B1555&Digits=1&Digits=1');
    const body = shuffled.toString(event.isBase64Encoded ? 'base64' : 'utf8');
    const seen = await run({ ...event, body });
    expect(seen).toEqual(event);
  });

  it('a body that is said to be base64 in another way than with true is text for all', async () => {
    const event = { ...eventOf(trigger), isBase64Encoded: 'true' as unknown as boolean };
    expect(await run(event)).toBe(403);
    const text = { ...event, body: 'Digits=1&To=%2B1555' };
    expect(await run(text)).toMatchObject({ isBase64Encoded: false });
  });

  it('whatever else the event says of the query is replaced', async () => {
    const event = eventOf(trigger, { target: '/voice?a=1&b=2' });
    const evil = { ...event.queryStringParameters, a: 'EVIL' };
    if (event.queryStringParameters === undefined) return;
    if (event.multiValueQueryStringParameters === undefined && event.rawQueryString === undefined) {
      expect(await run({ ...event, queryStringParameters: evil })).toBe(403);
    } else expect(await run({ ...event, queryStringParameters: evil })).toEqual(event);
  });

  it('the fields of another format are refused', async () => {
    const event = eventOf(trigger);
    const others: LambdaEvent =
      event.rawPath === undefined
        ? { rawQueryString: 'a=EVIL' }
        : { multiValueQueryStringParameters: { a: ['EVIL'] } };
    expect(await run({ ...event, ...others })).toBe(400);
  });

  it('names of parameters are names, whatever they are', async () => {
    const event = eventOf(trigger, { target: '/voice?__proto__=a&constructor=b' });
    expect(await run(event)).toEqual(event);
  });
});

describe('paths', () => {
  const apis = triggers.filter((trigger) => /api/.test(trigger));

  it.each(apis)('%s: the stage is a part of the URL', async (trigger) => {
    const event = eventOf(trigger, { target: '/prod/voice', stage: 'prod' });
    expect(await run(event)).toEqual(event);
  });

  it('REST: a base path of a custom domain, whose stage is no part of the URL', async () => {
    const event = eventOf('rest-api', { target: '/phone/voice' });
    const requestContext = { path: '/phone/voice', stage: 'prod' };
    expect(await run({ ...event, requestContext })).toMatchObject({ path: '/phone/voice' });
  });

  it('HTTP: a mapping of a custom domain, with the option rewrite', async () => {
    const event = eventOf('http-api', {
      target: '/prod/voice',
      signed: '/phone/voice',
      stage: 'prod',
    });
    expect(await run(event)).toBe(403);
    const options = { rewrite: { from: '/phone', to: '/prod' } };
    expect(await run(event, options)).toEqual(event);
    const other = { ...event, rawPath: '/dev/voice' };
    expect(await run(other, options)).toBe(400);
  });

  it.each([
    ['rest-api', { path: '/other' }],
    ['rest-api', { requestContext: { path: '/dev/voice', stage: 'prod' } }],
    ['rest-api', { requestContext: { path: '/EVIL/voice' } }],
    ['http-api', { requestContext: { http: { method: 'POST', path: '/other' } } }],
    ['rest-api', { path: 'voice', requestContext: {} }],
    ['rest-api', { pathParameters: { tenant: 'EVIL' } }],
    ['rest-api', { resource: '/{tenant}', pathParameters: { tenant: 'EVIL' } }],
    ['rest-api', { resource: '/{tenant}', pathParameters: { tenant: 'voice', other: 'EVIL' } }],
    ['http-api', { routeKey: 'POST /{tenant}', pathParameters: { tenant: 'EVIL' } }],
    ['http-api', { routeKey: '$default', pathParameters: { tenant: 'voice' } }],
  ] satisfies [Trigger, LambdaEvent][])('%s: refuses %j', async (trigger, more) => {
    expect(await run({ ...eventOf(trigger), ...more })).toBe(400);
  });

  it.each(apis)('%s: accepts parameters that are in the path', async (trigger) => {
    for (const [target, route] of [
      ['/hook/a%20b/voice', '/hook/{tenant}/voice'],
      ['/files/a/b.xml', '/files/{proxy+}'],
      ['/files/a/', '/files/{name}'],
    ] as const) {
      const event = eventOf(trigger, { target, routes: [route] });
      expect(event.pathParameters).toBeDefined();
      expect(await run(event)).toEqual(event);
    }
  });

  it('HTTP: decoded escapes are tried in the usual forms, others with configuredUrl', async () => {
    for (const path of ['/a%20b', '/caf%C3%A9', '/a@b:c', '/a%40b%3Ac', '/50%25']) {
      expect(await run(eventOf('http-api', { target: path }))).toMatchObject({
        rawPath: decodeURIComponent(path),
      });
    }
    const odd = eventOf('http-api', { target: '/a%2fb' });
    expect(await run(odd)).toBe(403);
    expect(await run(odd, { configuredUrl: `${publicUrl}/a%2fb` })).toEqual(odd);
  });

  it('HTTP: a decoded question mark does not begin a query', async () => {
    const event = eventOf('http-api', { target: '/voice?a=1' });
    expect(await run({ ...event, rawPath: '/voice?a=1', rawQueryString: '' })).toBe(400);
    const requestContext = { http: { method: 'POST', path: '/voice?a=1' } };
    const hidden = { ...event, rawPath: '/voice?a=1', rawQueryString: '', requestContext };
    expect(await run(hidden)).toBe(403);
  });
});

describe('queries of which the event has only the parameters', () => {
  const parsing = ['rest-api', 'http-api-v1', 'load-balancer', 'load-balancer-multi'] as const;

  it.each(parsing)('%s: up to three in any order', async (trigger) => {
    for (const query of ['b=2', 'b=2&a=1', 'c=3&a=1&b=2', 'b=2&c=3&a=1', 'b', 'b=']) {
      const event = eventOf(trigger, { target: `/voice?${query}` });
      expect(await run(event)).toEqual(event);
    }
  });

  it.each(parsing)('%s: the hash of a body at the end, once or twice', async (trigger) => {
    const hash = 'bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
    for (const query of [`b=2&a=1&${hash}`, `${hash}&${hash}`, `z=1&${hash}&${hash}`]) {
      const target = `/voice?${query}`;
      const { signature } = sign({ authToken, url: publicUrl + target });
      const headers = { 'Content-Type': 'application/json', 'X-Twilio-Signature': signature };
      const event = eventOf(trigger, { target, body: '{}', headers });
      expect(await run(event)).toEqual(event);
    }
  });

  it.each(['rest-api', 'http-api-v1'] as const)(
    '%s: escapes in the usual forms',
    async (trigger) => {
      for (const query of [
        'q=a%20b',
        'q=a+b',
        'next=https://example.com/a?b',
        'next=https%3A%2F%2Fexample.com%2Fa%3Fb',
        'ids[]=1&ids[]=2',
        'ids%5B%5D=1',
        "q=it's",
        'q=it%27s',
        'e=caf%C3%A9',
      ]) {
        const event = eventOf(trigger, { target: `/voice?${query}` });
        expect([query, await run(event)]).toEqual([query, event]);
      }
    },
  );

  it.each(parsing)('%s: any query with configuredUrl', async (trigger) => {
    const query = 'e=5&d=4&c=%7e&&b=a%20b+c&a=1';
    const event = eventOf(trigger, { target: `/voice?${query}` });
    expect(await run(event)).toBe(403);
    const configuredUrl = ['https://example.com/other', `${publicUrl}/voice?${query}`];
    expect(await run(event, { configuredUrl })).toMatchObject({ path: '/voice' });
    const forged = eventOf(trigger, { target: `/voice?${query}`, signed: `/voice?${query}&f=6` });
    expect(await run(forged, { configuredUrl })).toBe(403);
  });
});

it('values of parameters that are no text have no URL', async () => {
  const event = eventOf('rest-api', { target: '/voice?a=1' });
  for (const a of [[1], ['\ud800'], [{}]] as unknown as string[][]) {
    expect(await run({ ...event, multiValueQueryStringParameters: { a } })).toBe(400);
  }
});

it('both maps of headers count, in any case', async () => {
  const event = eventOf('rest-api');
  const headers = { ...event.headers, 'content-type': 'application/json' };
  expect(await run({ ...event, headers })).toBe(403);
  const again = {
    ...event.multiValueHeaders,
    'x-twilio-signature': ['AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  };
  expect(await run({ ...event, multiValueHeaders: again })).toBe(403);
});

it('fields that middleware has filled in with empty objects stay empty', async () => {
  const event = eventOf('http-api');
  const filled = { ...event, queryStringParameters: {}, pathParameters: {} };
  expect(await run(filled)).toEqual(filled);
});

it('the event of something else is an error of the function', async () => {
  const handler = webhook({ authToken }, () => ({ statusCode: 200 }));
  for (const event of [{}, { Records: [] }, { source: 'aws.events' }, null, undefined, 'x']) {
    await expect(handler(event as LambdaEvent, {})).rejects.toThrow('HTTP request');
  }
});

it('what an HTTP API takes for a body gets headers too', async () => {
  const httpAuth = () => ({ ok: true as const, headers: { 'X-Welcome': 'you' } });
  const answer = async (result: unknown) =>
    guard({ httpAuth }, () => result)(eventOf('http-api'), undefined);
  const headers = { 'Content-Type': 'application/json', 'X-Welcome': 'you' };
  expect(await answer({ a: 1 })).toEqual({ statusCode: 200, headers, body: '{"a":1}' });
  expect(await answer('text')).toEqual({ statusCode: 200, headers, body: 'text' });
});

it('onReject hears of rejections, and a defect is printed', async () => {
  const onReject = vi.fn();
  expect(await run({ ...eventOf('http-api'), body: '' }, { onReject })).toBe(403);
  expect(onReject.mock.calls[0]?.[0]).toMatchObject({ code: 'signature-mismatch' });
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const down = () => Promise.reject(new Error('down'));
  expect(await run(eventOf('http-api'), { authToken: down })).toBe(500);
  expect(printed).toHaveBeenCalled();
  printed.mockRestore();
});

it('a body that middleware has parsed is an error of the set-up', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const body = { Digits: '1', To: '+1555' } as unknown as string;
  expect(await run({ ...eventOf('http-api'), body })).toBe(500);
  expect(String(printed.mock.calls[0]?.[0])).toContain('parsed before');
  printed.mockRestore();
});

it('gives typed parameters', async () => {
  const handler = webhook({ authToken }, (_event, _context, { params }: Received<VoiceParams>) => {
    expectTypeOf(params.CallSid).toEqualTypeOf<string | undefined>();
    return { statusCode: 200 };
  });
  expect(await handler(eventOf('http-api'), {})).toEqual({ statusCode: 200 });
});

it('fits the types of @types/aws-lambda', () => {
  const options = { authToken };
  const v2: APIGatewayProxyHandlerV2 = webhook(
    options,
    (event: APIGatewayProxyEventV2, context: Context, { params }) => ({
      statusCode: 200,
      body: `${event.rawPath} ${context.functionName} ${params.Digits}`,
    }),
  );
  const v1: (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult> =
    webhook(options, async (event) => ({ statusCode: 200, body: event.path ?? '' }));
  const alb: (event: ALBEvent, context: Context) => Promise<ALBResult> = webhook(
    options,
    (event: ALBEvent) => ({ statusCode: 200, body: event.path }),
  );
  expect([v2, v1, alb]).toHaveLength(3);
});

it('loads nothing that is slow to load: a cold start waits for it', () => {
  const loaded = new Map<string, number>();
  const builtins = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    const text = readFileSync(file, 'utf8');
    loaded.set(file, text.length);
    for (const [, name = ''] of text.matchAll(/^(?:import|export) .*?from '([^']+)';$/gm)) {
      if (isBuiltin(name)) builtins.add(name.replace('node:', ''));
      else
        load(
          createRequire(file)
            .resolve(name)
            .replace(/\.cjs$/, '.js'),
        );
    }
  };
  load(fileURLToPath(new URL('../dist/index.js', import.meta.url)));
  expect([...builtins]).toEqual(['crypto']);
  expect([...loaded.keys()].join()).not.toMatch(/explain|local/);
  const size = [...loaded.values()].reduce((sum, length) => sum + length, 0);
  expect(size).toBeLessThan(160 * 1024);
});
