// Causes that an explanation can name, each on a real server that is set up in that wrong way. All of them, and
// what is generated: packages/core/test/explain.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '@sig/core';
import {
  causes,
  type Explanation,
  explain,
  formatExplanation,
  searchLimits,
} from '@sig/core/explain';
import express, { type Request, type RequestHandler } from 'express';
import { afterAll, describe, expect, it } from 'vitest';
import {
  exchange,
  formPost,
  get,
  headerOf,
  jsonPost,
  upgrade,
  type WireRequest,
  withBody,
  withHeader,
} from '../src/index.js';

const authToken = '0123456789abcdef0123456789abcdef';
const other = 'fedcba9876543210fedcba9876543210';
const outside = { authToken, origin: 'https://public.example' };
const params = {
  AccountSid: 'AC1',
  Body: 'Hi there',
  CallSid: 'CA1',
  From: '+15550100001',
  To: '+15550100002',
};

/** How a server is wrong. What is left out is right. */
interface Wrong {
  readonly before?: RequestHandler[];
  /** The URL that it verifies. */
  readonly url?: (req: Request) => string;
  /** The parameters that it verifies; absent: the raw body. */
  readonly params?: (req: Request) => Record<string, string | string[]>;
  /** The body that it verifies. */
  readonly body?: (req: Request) => string;
  readonly token?: string;
  readonly otherTokens?: string[];
  readonly mount?: string;
}

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** What a server that verifies in this way says of a request. */
async function explained(wrong: Wrong, request: WireRequest): Promise<Explanation> {
  const { token = authToken, otherTokens, mount = '/' } = wrong;
  let explanation: Explanation | undefined;
  const handler: RequestHandler = (req, res) => {
    const raw = Buffer.isBuffer(req.body) ? req.body : undefined;
    explanation = explain(
      {
        authToken: token,
        otherTokens,
        signature: req.headers['x-twilio-signature'] as string | undefined,
        url: (wrong.url ?? publicUrl)(req),
        targets: [req.originalUrl],
        header: (name) => req.headers[name]?.toString(),
        contentType: req.headers['content-type'],
        ...(wrong.params === undefined
          ? { body: wrong.body?.(req) ?? raw }
          : { params: wrong.params(req) }),
      },
      // However slow this machine is.
      () => 0,
    );
    res.end();
  };
  const parsers =
    wrong.before ?? (wrong.params === undefined ? [express.raw({ type: () => true })] : [form]);
  const app = express().use(mount, ...parsers, handler);
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  await exchange((server.address() as AddressInfo).port, request);
  if (explanation === undefined) throw new Error('the handler was not reached');
  return explanation;
}

const publicUrl = (req: Request) => `https://public.example${req.originalUrl}`;
const form = express.urlencoded({ extended: false });
const paramsOf = (req: Request) => ({ ...req.body });
const voice = formPost(outside, '/voice?a=b', params);
const through = (request: WireRequest, ...headers: [string, string][]) =>
  headers.reduce((one, [name, value]) => withHeader(one, name, value), request);
const internal = withHeader(voice, 'Host', 'internal:3000');
const signed = headerOf(voice, 'X-Twilio-Signature');
const signature = (value: string) => withHeader(voice, 'X-Twilio-Signature', value);
const rawUrl = (req: Request) => `https://${req.headers.host}${req.originalUrl}`;
const edited =
  (change: (value: string) => string): NonNullable<Wrong['params']> =>
  (req) =>
    Object.fromEntries(Object.entries<string>(req.body).map(([k, v]) => [k, change(v)]));
const event = '{ "a": 1.0, "b": [ 2 ] }';
const compactEvent = '{"a":1,"b":[2]}';

const rows: [cause: keyof typeof causes, title: string, wrong: Wrong, request: WireRequest][] = [
  [
    'scheme-swapped',
    'TLS ends at a proxy',
    { url: (req) => `http://${req.headers.host}${req.originalUrl}` },
    voice,
  ],
  [
    'websocket-scheme',
    'an upgrade, verified as https',
    {},
    withHeader(upgrade(outside, '/media'), 'Upgrade', undefined),
  ],
  [
    'host-internal',
    'X-Forwarded-Host not respected',
    { url: rawUrl },
    through(internal, ['X-Forwarded-Host', 'public.example']),
  ],
  [
    'host-internal',
    'Forwarded not respected',
    { url: rawUrl },
    through(internal, ['Forwarded', 'for=1.2.3.4;host=public.example;proto=https']),
  ],
  [
    'host-internal',
    'publicUrl is not what is configured',
    { url: (req) => `https://wrong.example${req.originalUrl}` },
    voice,
  ],
  [
    'port-differs',
    'an internal port',
    { url: (req) => `https://public.example:3000${req.originalUrl}` },
    voice,
  ],
  [
    'port-differs',
    'an external port',
    {},
    formPost({ ...outside, origin: 'https://public.example:8443' }, '/voice', params),
  ],
  [
    'prefix-stripped',
    'announced by the proxy',
    {},
    through({ ...formPost(outside, '/hooks/x/voice', params), target: '/voice' }, [
      'X-Forwarded-Prefix',
      '/hooks/x',
    ]),
  ],
  [
    'prefix-stripped',
    'a usual one',
    {},
    { ...formPost(outside, '/api/voice', params), target: '/voice' },
  ],
  [
    'prefix-added',
    'a rewrite',
    {},
    { ...formPost(outside, '/voice', params), target: '/internal/app/voice' },
  ],
  [
    'mount-path-lost',
    'url for originalUrl',
    { mount: '/api/hooks', url: (req) => `https://public.example${req.url}` },
    formPost(outside, '/api/hooks/voice?a=b', params),
  ],
  ['trailing-slash', 'added', {}, { ...formPost(outside, '/voice', params), target: '/voice/' }],
  ['trailing-slash', 'removed', {}, { ...formPost(outside, '/voice/', params), target: '/voice' }],
  [
    'query-dropped',
    'only the path verified',
    { url: (req) => `https://public.example${req.path}` },
    voice,
  ],
  [
    'query-added',
    'by a rewrite',
    {},
    { ...formPost(outside, '/voice', params), target: '/voice?route=voice' },
  ],
  [
    'query-reencoded',
    '+ and %20',
    {},
    { ...formPost(outside, '/voice?q=a%20b', params), target: '/voice?q=a+b' },
  ],
  [
    'query-reencoded',
    "an escaped '",
    {},
    { ...formPost(outside, "/voice?q=it's", params), target: '/voice?q=it%27s' },
  ],
  [
    'query-reencoded',
    'the case of escapes',
    {},
    { ...formPost(outside, '/voice?q=%c3%a9', params), target: '/voice?q=%C3%A9' },
  ],
  [
    'query-reencoded',
    'printed by URLSearchParams',
    {
      url: (req) =>
        `https://public.example${req.path}?${new URLSearchParams(req.originalUrl.split('?')[1])}`,
    },
    formPost(outside, '/voice?next=https://a.b/c', params),
  ],
  [
    'query-reordered',
    'sorted',
    {},
    { ...formPost(outside, '/voice?b=1&c=2&a=3', params), target: '/voice?a=3&b=1&c=2' },
  ],
  ['fragment', 'in the URL that is verified', { url: (req) => `${publicUrl(req)}#rc=2` }, voice],
  [
    'userinfo',
    'in the URL that is verified',
    { url: (req) => `https://user:pass@public.example${req.originalUrl}` },
    voice,
  ],
  [
    'userinfo',
    'signed, and sent as Basic',
    {},
    through(
      formPost(outside, '/voice', params),
      ['Authorization', `Basic ${btoa('u:p')}`],
      [
        'X-Twilio-Signature',
        sign({ authToken, url: 'https://u:p@public.example/voice', params }).signature,
      ],
    ),
  ],
  [
    'body-consumed',
    'a parser ate the body',
    { before: [form], params: () => ({}) },
    formPost(outside, '/voice', params),
  ],
  [
    'params-trimmed',
    'by middleware',
    { params: edited((value) => value.trim()) },
    formPost(outside, '/sms', { ...params, Body: 'Hi there ' }),
  ],
  [
    'params-trimmed',
    'a line end',
    { params: edited((value) => value.trim()) },
    formPost(outside, '/sms', { ...params, Body: 'Hi there\n' }),
  ],
  [
    'blank-params-dropped',
    'by middleware',
    {
      params: (req) =>
        Object.fromEntries(Object.entries<string>(req.body).filter(([, value]) => value !== '')),
    },
    formPost(outside, '/voice', { ...params, FromCity: '', FromState: '', FromZip: '' }),
  ],
  [
    'blank-params-dropped',
    'one alone',
    {
      params: (req) =>
        Object.fromEntries(Object.entries<string>(req.body).filter(([, value]) => value !== '')),
    },
    formPost(outside, '/voice', { ...params, CallerName: '' }),
  ],
  ['param-added', 'by middleware', { params: (req) => ({ ...req.body, requestId: '7' }) }, voice],
  [
    'repeated-names-collapsed',
    'values joined',
    {
      params: (req) =>
        Object.fromEntries(
          Object.entries<string | string[]>(req.body).map(([name, value]) => [name, String(value)]),
        ),
    },
    withBody(
      formPost(outside, '/voice', [
        ['A', '1'],
        ['A', '2'],
      ]),
      'A=1&A=2',
    ),
  ],
  [
    'plus-as-space',
    'decoded twice',
    { params: edited((value) => value.replaceAll('+', ' ')) },
    formPost(outside, '/voice', { ...params, Body: 'one' }),
  ],
  [
    'charset-broken',
    'UTF-8 read as Latin-1',
    { params: edited((value) => Buffer.from(value).toString('latin1')) },
    formPost(outside, '/sms', { ...params, Body: 'Grüße 👋' }),
  ],
  [
    'json-reserialised',
    'printed again',
    { before: [express.json()], body: (req) => JSON.stringify(req.body, null, 2) },
    jsonPost(outside, '/events', compactEvent),
  ],
  [
    'body-changed',
    'printed again, beyond recognition',
    { before: [express.json()], body: (req) => JSON.stringify(req.body) },
    jsonPost(outside, '/events', event),
  ],
  [
    'json-as-form',
    'parsed and taken for parameters',
    { before: [express.json()], params: () => ({ a: '1' }) },
    jsonPost(outside, '/events', '{"a":"1"}'),
  ],
  [
    'get-signature-on-post',
    'a replayed GET',
    {},
    withHeader(
      withBody({ ...get(outside, '/voice'), method: 'POST' }, 'Digits=1'),
      'Content-Type',
      'application/x-www-form-urlencoded',
    ),
  ],
  ['signature-doubled', 'by a proxy', {}, signature(`${signed}, ${signed}`)],
  ['signature-quoted', 'in quotes', {}, signature(`"${signed}"`)],
  ['signature-url-encoded', 'by a proxy', {}, signature(encodeURIComponent(signed))],
  ['signature-hex', 'another scheme', {}, signature(Buffer.from(signed, 'base64').toString('hex'))],
  ['signature-sha256', 'another scheme', {}, signature(await sha256Signature())],
  ['token-untidy', 'white space', { token: ` ${authToken}\n` }, voice],
  ['token-untidy', 'quotes', { token: `"${authToken}"` }, voice],
  ['token-of-another', 'the main account', { token: other, otherTokens: [authToken] }, voice],
  [
    'no-signature',
    'a header that got lost',
    {},
    withHeader(voice, 'X-Twilio-Signature', undefined),
  ],
];

async function sha256Signature(): Promise<string> {
  const { createHmac } = await import('node:crypto');
  const text = `https://public.example/voice?a=b${Object.entries(params).flat().join('')}`;
  return createHmac('sha256', authToken).update(text).digest('base64');
}

describe('names first', () => {
  it.each(rows)('%s: %s', async (cause, _title, wrong, request) => {
    const explanation = await explained(wrong, request);
    expect(explanation.causes).toEqual([cause]);
    expect(explanation.matched).toBe(!['body-consumed', 'no-signature'].includes(cause));
    // The literal options, if these are all it takes.
    if (explanation.options === undefined) expect(explanation.fix).toBe(causes[cause].fix);
    else expect(explanation.fix).toMatch(/^set "/);
    const shown = JSON.stringify(explanation);
    for (const secret of [authToken, other, signed, ...Object.values(params), 'Grüße']) {
      expect(shown).not.toContain(secret);
    }
  });
});

it('says what to set, where publicUrl is all that it takes', async () => {
  const request = through(
    { ...formPost(outside, '/hooks/voice?a=b', params), target: '/voice?a=b' },
    ['X-Forwarded-Host', 'public.example'],
    ['X-Forwarded-Prefix', '/hooks'],
  );
  const url = (req: Request) => `http://internal:3000${req.originalUrl}`;
  const explanation = await explained({ url }, request);
  expect(explanation.causes).toEqual(['scheme-swapped', 'host-internal', 'prefix-stripped']);
  expect(explanation.options).toEqual({ publicUrl: 'https://public.example/hooks' });
  const trimmed = { url, params: edited((value: string) => value.replaceAll('+', ' ')) };
  expect((await explained(trimmed, request)).options).toBeUndefined();
});

it('nothing where it matches', async () => {
  expect(await explained({}, voice)).toMatchObject({ cause: undefined, matched: true });
});

it('says so where nothing matches, and what to check', async () => {
  const forged = formPost({ ...outside, authToken: 'of a stranger' }, '/voice?a=b', params);
  const explanation = await explained({}, forged);
  expect(explanation).toMatchObject({ cause: undefined, matched: false, causes: [] });
  expect(explanation.checks.length).toBeGreaterThan(3);
  expect(explanation.stringToSign).toBe(
    'https://public.example/voice?a=•••AccountSid•••Body•••CallSid•••From•••To•••',
  );
});

describe('an attack costs what is counted, and writes one line', () => {
  const hosts = Array.from({ length: 3000 }, (_, i) => `h${i}`).join(',');
  const target = '/a/b/c?d=1&c=2&b=3&a=4';
  const attack = through(
    { ...formPost(outside, target, params), target },
    ['Host', 'internal:3000'],
    ['X-Forwarded-Host', hosts.slice(0, 14_000)],
  );
  const forged = (request: WireRequest, value: string) =>
    explained({ url: rawUrl }, withHeader(request, 'X-Twilio-Signature', value));

  it('a signature that can be none: nothing', async () => {
    expect((await forged(attack, 'x')).work).toMatchObject({ steps: 0, hmacs: 0 });
  });

  it.each([
    ['thousands of hosts', attack],
    ['a form of 90 KB', withBody(attack, `A=${'x'.repeat(90_000)}`)],
    ['ten thousand parameters', withBody(attack, 'a=1&'.repeat(10_000))],
  ])('%s: within the limits', async (_title, request) => {
    const { work } = await forged(request, `${'A'.repeat(27)}=`);
    expect(work.hmacs).toBeGreaterThan(0);
    expect(work.steps).toBeLessThanOrEqual(searchLimits.steps);
    expect(work.characters).toBeLessThanOrEqual(searchLimits.characters);
  });

  it('names of parameters are cut, and obeyed by no terminal', async () => {
    const body = `%1b[2J%0a[sig] all is well=1&${'N'.repeat(80_000)}=1`;
    const explanation = await forged(withBody(attack, body), `${'A'.repeat(27)}=`);
    expect(explanation.stringToSign).toContain('\\u001b[2J\\u000a[sig] all is well•••N');
    expect(explanation.stringToSign.length).toBeLessThanOrEqual(500);
    expect(formatExplanation(explanation)).not.toMatch(/\p{Cc}(?<!\n)/u);
  });
});

describe('two mistakes at once', () => {
  // Mistakes of the server, by what they change, so that two can be made together.
  const schemes = ['https', 'http'];
  const hosts = ['public.example', 'internal:3000', 'public.example:3000'];
  const paths: ((req: Request) => string)[] = [
    (req) => req.originalUrl,
    (req) => req.path,
    (req) => req.originalUrl.replace('?', '/?'),
    (req) => `/app${req.originalUrl}`,
  ];
  const bodies: NonNullable<Wrong['params']>[] = [
    paramsOf,
    edited((value) => value.trim()),
    (req) => ({ ...req.body, requestId: '7' }),
    edited((value) => value.replaceAll('+', ' ')),
  ];
  const tokens = [authToken, ` ${authToken}`];
  const names = [
    [[], ['scheme-swapped']],
    [[], ['host-internal', 'port-differs'], ['port-differs']],
    [[], ['query-dropped'], ['trailing-slash'], ['prefix-added']],
    [[], ['params-trimmed'], ['param-added'], ['plus-as-space']],
    [[], ['token-untidy']],
  ];
  const sizes = names.map((one) => one.length);

  it('at least one is named in nine of ten seeds, and none that was not there', async () => {
    let named = 0;
    const seeds = 60;
    for (let seed = 0; seed < seeds; seed++) {
      const picks = sizes.map(() => 0);
      const [first, second] = twoOf(sizes.length, seed);
      for (const dimension of [first, second]) {
        picks[dimension] = 1 + ((seed * 7 + dimension * 3) % ((sizes[dimension] ?? 2) - 1));
      }
      const [scheme = 0, host = 0, path = 0, body = 0, token = 0] = picks;
      const wrong: Wrong = {
        url: (req) => `${schemes[scheme]}://${hosts[host]}${paths[path]?.(req)}`,
        params: bodies[body] ?? paramsOf,
        token: tokens[token] ?? authToken,
      };
      const genuine = formPost(outside, '/voice?a=b', { ...params, Body: 'Hi there ' });
      const seen = through(withHeader(genuine, 'Host', 'internal:3000'), [
        'X-Forwarded-Host',
        'public.example',
      ]);
      const explanation = await explained(wrong, seen);
      const there = picks.flatMap((pick, dimension) => names[dimension]?.[pick] ?? []);
      expect(there).toEqual(expect.arrayContaining([...explanation.causes]));
      if (explanation.causes.length > 0) named++;
    }
    expect(named / seeds).toBeGreaterThanOrEqual(0.9);
  });

  function twoOf(count: number, seed: number): [number, number] {
    const first = seed % count;
    return [first, (first + 1 + (Math.floor(seed / count) % (count - 1))) % count];
  }
});
