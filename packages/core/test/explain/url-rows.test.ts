// Each way in which a URL is changed: named first, and the fix that is printed works as it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cause, Explanation } from '../../src/explain/index.js';
import { explainRequest, formatExplanation, searchLimits } from '../../src/explain/index.js';
import { signatureGuard, type WebhookOptions } from '../../src/index.js';
import {
  type Arrived,
  arrived,
  asRequest,
  authToken,
  type Sent,
  sent,
  signatureOf,
} from './sent.js';

const numRuns = 25;

/** A row of the table: what was sent, and what became of it. */
interface Row {
  readonly title: string;
  readonly cause: Cause;
  /** What the sender signed, made of any request. */
  readonly signs?: (one: Sent) => Sent;
  /** What the server sees of it. */
  readonly sees: (one: Sent) => Partial<Arrived>;
  /** Options that the server has from the start. */
  readonly options?: WebhookOptions;
  /** Whether options are the fix. */
  readonly isFixed?: boolean;
}

const header = (one: Sent, headers: Record<string, string>): Partial<Arrived> => ({
  headers: { ...arrived(one).headers, ...headers },
});
const path = (change: (path: string) => string) => (one: Sent) => ({
  ...one,
  path: change(one.path),
});
const seesPath = (change: (path: string) => string) => (one: Sent) => ({
  target: change(one.path) + one.query,
});
const query = (text: string) => (one: Sent) => ({ ...one, query: text });
const seesQuery = (text: string) => (one: Sent) => ({ target: one.path + text });

const rows: readonly Row[] = [
  { title: 'TLS ends at a proxy', cause: 'scheme-swapped', sees: () => ({ protocol: 'http' }) },
  {
    title: 'an internal host, and the public one in a header',
    cause: 'host-internal',
    sees: (one) => ({ ...header(one, { 'x-forwarded-host': one.host }), host: 'internal:3000' }),
  },
  {
    title: 'a port',
    cause: 'port-differs',
    signs: (one) => ({ ...one, host: `${one.host}:8443` }),
    sees: (one) => ({ ...header(one, { host: '' }), host: one.host.replace(':8443', '') }),
  },
  {
    title: 'the case of the host',
    cause: 'host-case',
    signs: (one) => ({ ...one, host: `X${one.host}` }),
    sees: (one) => ({
      ...header(one, { 'x-forwarded-host': one.host }),
      host: one.host.toLowerCase(),
    }),
  },
  {
    title: 'a prefix that is announced',
    cause: 'prefix-stripped',
    signs: path((one) => `/any/prefix${one}`),
    sees: (one) => ({
      ...header(one, { 'x-forwarded-prefix': '/any/prefix' }),
      target: one.path.slice('/any/prefix'.length) + one.query,
    }),
  },
  {
    title: 'a usual prefix',
    cause: 'prefix-stripped',
    signs: path((one) => `/api${one}`),
    sees: seesPath((one) => one.slice('/api'.length)),
  },
  {
    title: 'the path that Envoy had',
    cause: 'path-mapped',
    sees: (one) => ({
      ...header(one, { 'x-envoy-original-path': one.path + one.query }),
      target: `/other/place${one.query}`,
    }),
  },
  {
    title: 'a prefix that was added',
    cause: 'prefix-added',
    sees: seesPath((one) => `/internal/app${one}`),
  },
  {
    title: 'a file that was added',
    cause: 'path-mapped',
    sees: seesPath((one) => `${one}.php`),
  },
  {
    title: 'slashes that were merged',
    cause: 'slashes-merged',
    signs: path((one) => `/${one}`),
    sees: seesPath((one) => one.slice(1)),
  },
  {
    title: 'slashes that were doubled',
    cause: 'slashes-merged',
    sees: seesPath((one) => `/${one}`),
  },
  {
    title: 'a path in lower case',
    cause: 'path-case',
    signs: path((one) => `${one}/Voice`),
    sees: seesPath((one) => one.toLowerCase()),
  },
  {
    title: 'an escape that was decoded in the path',
    cause: 'path-reencoded',
    signs: path((one) => `${one}/a%40b`),
    sees: seesPath((one) => one.replace('%40', '@')),
  },
  {
    title: 'two of four kinds of escapes, decoded in the path',
    cause: 'path-reencoded',
    signs: path((one) => `${one}/a%40b%3Ac%2Cd%24e`),
    sees: seesPath((one) => one.replace('%40', '@').replace('%2C', ',')),
  },
  {
    title: 'a character that was escaped in the path',
    cause: 'path-reencoded',
    signs: path((one) => `${one}/a:b`),
    sees: seesPath((one) => one.replace(':', '%3A')),
  },
  {
    title: 'letters that were decoded in the path',
    cause: 'path-reencoded',
    signs: path((one) => `${one}/gr%C3%BC%C3%9Fe`),
    sees: seesPath((one) => decodeURI(one)),
  },
  {
    title: 'the case of escapes in the path',
    cause: 'path-reencoded',
    signs: path((one) => `${one}/a%c3%a9`),
    sees: seesPath((one) => one.replace('%c3%a9', '%C3%A9')),
  },
  {
    title: 'an escape that was decoded in the query',
    cause: 'query-reencoded',
    signs: query('?to=a%40b&n=1'),
    sees: seesQuery('?to=a@b&n=1'),
  },
  {
    title: 'two of three kinds of escapes, decoded in the query',
    cause: 'query-reencoded',
    signs: query('?to=a%40b&c=d%3Ae%2Cf'),
    sees: seesQuery('?to=a@b&c=d%3Ae,f'),
  },
  {
    title: 'a parameter that was added to the query',
    cause: 'query-param-added',
    isFixed: false,
    signs: query('?a=1&b=2'),
    sees: seesQuery('?a=1&utm_source=x&b=2'),
  },
  {
    title: 'several parameters that were added to the query',
    cause: 'query-param-added',
    isFixed: false,
    signs: query('?a=1&b=2'),
    sees: seesQuery('?a=1&b=2&utm_source=x&utm_medium=y'),
  },
  {
    title: 'a query that was added',
    cause: 'query-added',
    isFixed: false,
    signs: query(''),
    sees: seesQuery('?route=voice'),
  },
  {
    title: 'a bare "?" that was dropped',
    cause: 'query-reencoded',
    signs: query('?'),
    sees: seesQuery(''),
  },
  {
    title: 'a query that was sorted',
    cause: 'query-reordered',
    isFixed: false,
    signs: query('?d=1&a=2&c=3&b=4'),
    sees: seesQuery('?a=2&b=4&c=3&d=1'),
  },
  {
    title: 'a parameter of seven that was moved',
    cause: 'query-reordered',
    isFixed: false,
    signs: query('?g=7&a=1&b=2&c=3&d=4&e=5&f=6'),
    sees: seesQuery('?a=1&b=2&c=3&d=4&e=5&f=6&g=7'),
  },
  {
    title: 'the parameters of the body in the query',
    cause: 'params-in-query',
    isFixed: false,
    signs: query('?x=1'),
    sees: (one) => ({ target: `${one.path}?x=1&CallSid=CA1&To=%2B1555` }),
  },
];

const guardOf = (options: WebhookOptions) => signatureGuard({ authToken, ...options });

async function explained(row: Row, made: Sent) {
  const one = row.signs?.(made) ?? made;
  const request = asRequest({ ...arrived(one), ...row.sees(one) });
  const explanation = await explainRequest(
    request,
    { authToken, ...row.options },
    // However slow this machine is.
    { now: () => 0 },
  );
  return { one, request, explanation };
}

function expectBounded({ work }: Explanation): void {
  expect(work.steps).toBeLessThanOrEqual(searchLimits.steps);
  expect(work.characters).toBeLessThanOrEqual(searchLimits.characters);
}

describe('named first, and fixed by what is printed', () => {
  it.each(rows)('$cause: $title', async (row) => {
    const { cause, isFixed = true } = row;
    await fc.assert(
      fc.asyncProperty(sent, async (made) => {
        const { request, explanation } = await explained(row, made);
        expectBounded(explanation);
        expect(explanation.causes).toEqual([cause]);
        expect(explanation).toMatchObject({ cause, matched: true });
        const printed = formatExplanation(explanation);
        expect(printed.split('\n').length).toBeLessThanOrEqual(5);
        expect(explanation.options !== undefined).toBe(isFixed);
        if (explanation.options === undefined) return;
        // Nothing was accepted before, and the options that are printed are all that it takes.
        expect((await guardOf({})(request)).ok).toBe(false);
        const values = Object.values(explanation.options).flatMap((value) =>
          typeof value === 'string' ? [value] : Object.values(value),
        );
        for (const value of values) expect(printed).toContain(JSON.stringify(value));
        const { one } = await explained(row, made);
        const isSecret = values.length === 0;
        const options = isSecret
          ? { configuredUrl: one.scheme + one.host + one.path + one.query }
          : explanation.options;
        expect((await guardOf(options)(request)).ok).toBe(true);
      }),
      { numRuns },
    );
  });
});

describe('behind a proxy that ends TLS, each is still found', () => {
  it.each(rows.filter(({ cause }) => cause !== 'scheme-swapped'))('$cause: $title', async (row) => {
    await fc.assert(
      fc.asyncProperty(sent, async (made) => {
        const sees = (one: Sent) => ({ ...row.sees(one), protocol: 'http' });
        const { explanation } = await explained({ ...row, sees }, made);
        expectBounded(explanation);
        expect(new Set(explanation.causes)).toEqual(new Set(['scheme-swapped', row.cause]));
      }),
      { numRuns: 8 },
    );
  });
});

it('names the escapes, and where they are', async () => {
  const row = rows.find(({ title }) => title.startsWith('two of four')) as Row;
  const made: Sent = {
    scheme: 'https://',
    host: 'example.com',
    path: '/voice',
    query: '',
    pairs: [['Digits', '1']],
  };
  const { explanation } = await explained(row, made);
  expect(formatExplanation(explanation)).toBe(
    [
      'Escapes in the path were decoded or encoded on the way. "%40" became "@", "%2C" became ",".',
      '  signed: https://example.com/voice/a%40b%3Ac%2Cd%24e',
      '  seen:   https://example.com/voice/a@b%3Ac,d%24e (first difference at character 28: "%40" signed, "@" seen)',
      '  fix: set "rewrite" to { from: "/voice/a%40b%3Ac%2Cd%24e", to: "/voice/a@b%3Ac,d%24e" }.',
    ].join('\n'),
  );
  expect(signatureOf(made)).toHaveLength(28);
});
