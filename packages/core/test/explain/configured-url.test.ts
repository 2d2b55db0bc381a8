// With the URL that is configured at the sender an explanation is certain, whatever a proxy did to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explain,
  explainRequest,
  formatExplanation,
  searchLimits,
} from '../../src/explain/index.js';
import { signatureGuard, type WebhookOptions } from '../../src/index.js';
import {
  type Arrived,
  arrived,
  asRequest,
  authToken,
  formOf,
  formType,
  type Sent,
  sent,
  sha256,
  signatureOf,
  urlOf,
} from './sent.js';

interface Row {
  readonly title: string;
  readonly causes: readonly string[];
  readonly signs?: (one: Sent) => Sent;
  readonly sees: (one: Sent) => Partial<Arrived>;
  /** Which options are advised. Default: none. */
  readonly options?: readonly string[];
}

const seesPath = (change: (path: string) => string) => (one: Sent) => ({
  target: change(one.path) + one.query,
});

const rows: readonly Row[] = [
  {
    title: 'another scheme, host and port, of which no header tells',
    causes: ['scheme-swapped', 'host-internal', 'port-differs'],
    sees: () => ({ protocol: 'http', host: '10.0.0.7:3000', headers: undefined as never }),
    options: ['publicUrl'],
  },
  {
    title: 'a prefix that nobody can guess',
    causes: ['prefix-stripped'],
    signs: (one) => ({ ...one, path: `/x-17/hooks${one.path}` }),
    sees: seesPath((path) => path.slice('/x-17/hooks'.length)),
    options: ['publicUrl'],
  },
  {
    title: 'a prefix that was mapped to another',
    causes: ['path-mapped'],
    signs: (one) => ({ ...one, path: `/x-17${one.path}` }),
    sees: seesPath((path) => path.replace('/x-17', '/internal/hooks')),
    options: ['rewrite'],
  },
  {
    title: 'a front controller',
    causes: ['path-mapped'],
    sees: seesPath(() => '/index.php'),
    options: ['rewrite'],
  },
  {
    title: 'a front controller with a query',
    causes: ['path-mapped', 'query-dropped'],
    signs: (one) => ({ ...one, query: '?a=1' }),
    sees: () => ({ target: '/index.php' }),
  },
  {
    title: 'a function of which only the slash is left',
    causes: ['prefix-stripped'],
    sees: seesPath(() => '/'),
    options: ['publicUrl'],
  },
  {
    title: 'a query that was dropped',
    causes: ['query-dropped'],
    signs: (one) => ({ ...one, query: '?a=secret' }),
    sees: (one) => ({ target: one.path }),
  },
  {
    title: 'a parameter of the query that was removed',
    causes: ['query-param-removed'],
    signs: (one) => ({ ...one, query: '?a=secret&b=2' }),
    sees: (one) => ({ target: `${one.path}?b=2` }),
  },
  {
    title: 'a sorted query of eight',
    causes: ['query-reordered'],
    signs: (one) => ({ ...one, query: '?h=1&c=2&a=3&f=4&e=5&b=6&g=7&d=8' }),
    sees: (one) => ({ target: `${one.path}?a=3&b=6&c=2&d=8&e=5&f=4&g=7&h=1` }),
  },
  {
    title: 'any other query',
    causes: ['query-differs'],
    signs: (one) => ({ ...one, query: '?a=secret&b=2' }),
    sees: (one) => ({ target: `${one.path}?a=other&c=2` }),
  },
  {
    title: 'letters of a path in another case, anywhere',
    causes: ['path-case'],
    signs: (one) => ({ ...one, path: '/inComing/twiMl' }),
    sees: seesPath((path) => path.toLowerCase()),
    options: ['rewrite'],
  },
  {
    title: 'slashes merged in several places',
    causes: ['slashes-merged'],
    signs: (one) => ({ ...one, path: '/a//b///c//d' }),
    sees: seesPath(() => '/a/b/c/d'),
    options: ['rewrite'],
  },
  {
    title: 'seven kinds of escapes, some decoded',
    causes: ['query-reencoded'],
    signs: (one) => ({ ...one, query: '?a=%40%3A%2C%24%21%28%29%2B' }),
    sees: (one) => ({ target: `${one.path}?a=@%3A,%24!%28)%2B` }),
    options: [],
  },
];

describe('key and body are right, only the URL differs', () => {
  it.each(rows)('$title', async ({ causes, options, signs = (one) => one, sees }) => {
    await fc.assert(
      fc.asyncProperty(sent, async (made) => {
        const one = signs(made);
        const whole = arrived(one);
        const { headers = {}, ...changed } = sees(one);
        const request = asRequest({
          ...whole,
          ...changed,
          headers: { ...whole.headers, ...headers },
        });
        const explanation = await explainRequest(
          request,
          { authToken, configuredUrl: urlOf(one) },
          { now: () => 0 },
        );
        expect(explanation).toMatchObject({ causes, matched: true, configuredMatched: true });
        expect(explanation.title).toMatch(
          /^The key and the body are right; only the URL differs\. /,
        );
        expect(explanation.work.steps).toBeLessThanOrEqual(searchLimits.steps);
        expect(JSON.stringify(explanation)).not.toContain('secret');
        expect(formatExplanation(explanation).split('\n').length).toBeLessThanOrEqual(5);
        const advised = explanation.options && Object.keys(explanation.options);
        expect(advised?.filter((name) => name !== 'publicUrl')).toEqual(
          options?.filter((name) => name !== 'publicUrl'),
        );
        if (explanation.options === undefined) return;
        const fixed: WebhookOptions =
          advised?.length === 0 ? { configuredUrl: urlOf(one) } : explanation.options;
        const guard = signatureGuard({ authToken, ...fixed });
        expect((await guard(request)).ok).toBe(true);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('shows the component and the character', () => {
    const one: Sent = {
      scheme: 'https://',
      host: 'example.com',
      path: '/twilio/voice',
      query: '?to=a%40b',
      pairs: [['Digits', '1']],
    };
    const explanation = explain(
      {
        authToken,
        signature: signatureOf(one),
        url: 'http://10.0.0.7:3000/internal/hooks/voice?to=a@b',
        configuredUrl: ['https://example.com/other', urlOf(one)],
        targets: ['/internal/hooks/voice?to=a@b'],
        contentType: formType,
        body: formOf(one.pairs),
      },
      () => 0,
    );
    expect(explanation.differences).toEqual([
      { component: 'scheme', position: 4, signed: 'https://', seen: 'http://' },
      { component: 'host', position: 8, signed: 'example.com', seen: '10.0.0.7' },
      { component: 'port', position: 19, signed: 'nothing', seen: ':3000' },
      { component: 'path', position: 20, signed: '"•"', seen: '"•"' },
      { component: 'query', position: 37, signed: '"%40"', seen: '"@"' },
    ]);
    expect(explanation.signedUrl).toBe('https://example.com/twilio/voice?to=•%40•');
    expect(explanation.seenUrl).toBe('http://10.0.0.7:3000/internal/hooks/voice?to=•@•');
  });
});

describe('the configured URL was signed, and', () => {
  const one: Sent = {
    scheme: 'https://',
    host: 'example.com',
    path: '/voice',
    query: '',
    pairs: [
      ['Body', 'Hi there '],
      ['CallSid', 'CA1'],
      ['FromCity', ''],
    ],
  };
  const input = {
    authToken,
    url: 'http://internal/other',
    configuredUrl: urlOf(one),
    signature: signatureOf(one),
    contentType: formType,
  };
  const said = 'The configured URL is the one that was signed. ';

  it('a value was trimmed', () => {
    const params = { Body: 'Hi there', CallSid: 'CA1', FromCity: '' };
    const explanation = explain({ ...input, params }, () => 0);
    expect(explanation.causes.at(-1)).toBe('params-trimmed');
    expect(explanation.params).toEqual(['Body']);
    expect(explanation.configuredMatched).toBe(true);
  });

  it('the token is untidy', () => {
    const explanation = explain(
      { ...input, url: urlOf(one), authToken: `${authToken} `, body: formOf(one.pairs) },
      () => 0,
    );
    expect(explanation.causes).toEqual(['token-untidy']);
    expect(explanation.title.startsWith(said)).toBe(true);
  });

  it('JSON was re-serialized', () => {
    const signed = '{"a": 1, "b": "\\u00e9"}';
    const url = `https://example.com/events?bodySHA256=${sha256(signed)}`;
    const explanation = explain(
      {
        authToken,
        url: url.replace('https://example.com', 'http://internal'),
        configuredUrl: 'https://example.com/events',
        signature: signatureOf({ ...one, path: '/events', query: url.slice(26), pairs: [] }),
        contentType: 'application/json',
        body: '{"a":1,"b":"é"}',
      },
      () => 0,
    );
    expect(explanation.causes).toEqual(['scheme-swapped', 'host-internal', 'json-reserialised']);
  });
});

it('a GET has its parameters behind the configured URL', () => {
  const one = { scheme: 'https://', host: 'example.com', path: '/voice', pairs: [] };
  const query = '?lang=en&CallSid=CA1';
  const explanation = explain(
    {
      authToken,
      url: `http://internal/mapped${query}`,
      configuredUrl: 'https://example.com/voice?lang=en',
      signature: signatureOf({ ...one, query }),
    },
    () => 0,
  );
  expect(explanation).toMatchObject({ configuredMatched: true, matched: true });
  expect(explanation.causes).toEqual(['scheme-swapped', 'host-internal', 'path-mapped']);
});

describe('neither was signed', () => {
  const input = {
    authToken,
    url: 'https://example.com/voice',
    signature: `${'A'.repeat(27)}=`,
    contentType: formType,
    body: 'a=1',
  };

  it('says that the key or the body is wrong, if a configured URL is given', () => {
    const explanation = explain({ ...input, configuredUrl: 'https://example.com/voice' }, () => 0);
    expect(explanation).toMatchObject({ configuredMatched: false, next: undefined });
    expect(formatExplanation(explanation)).toMatch(/^Neither the configured URL .*key or the body/);
    expect(explanation.checks[0]).toMatch(/auth token/);
  });

  it('else says how to give one', () => {
    const explanation = explain(input, () => 0);
    expect(explanation.configuredMatched).toBeUndefined();
    expect(formatExplanation(explanation)).toMatch(
      /\n {2}next: give the URL .* configuredUrl: "https:.*sig explain --configured-url https:/,
    );
  });

  it('within the limits, of whatever URLs', () => {
    const long = (i: number) => `https://example.com/${'a'.repeat(3000)}${i}?${'&'.repeat(900)}`;
    const configuredUrl = Array.from({ length: 500 }, (_, i) => long(i));
    const { work } = explain(
      { ...input, configuredUrl, url: `http://a/b?${'&'.repeat(4000)}`, body: 'b'.repeat(60_000) },
      () => 0,
    );
    expect(work.steps).toBeLessThanOrEqual(searchLimits.steps);
    expect(work.characters).toBeLessThanOrEqual(searchLimits.characters);
    for (const odd of [1, null, {}, [1], [null], 'x', '', ['', '#']]) {
      expect(explain({ ...input, configuredUrl: odd } as never, () => 0).matched).toBe(false);
    }
  });
});
