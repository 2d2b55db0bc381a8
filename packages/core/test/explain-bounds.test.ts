// What an explanation costs, and what it may hold, where an attacker has written everything in the request.
// Work is counted and not timed.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  type Clock,
  type ExplainInput,
  type Explanation,
  explain,
  formatExplanation,
  searchLimits,
} from '../src/explain/index.js';
import { bodyHash, sign } from '../src/index.js';

const counts = vi.hoisted(() => ({ hmacs: 0, characters: 0 }));
vi.mock('#hash', async (original) => {
  const hash = await original<typeof import('#hash')>();
  return {
    ...hash,
    hmac: (...args: Parameters<typeof hash.hmac>) => {
      counts.hmacs += 1;
      counts.characters += args[2].length;
      return hash.hmac(...args);
    },
    hmacSha1With: (key: string) => {
      const sign = hash.hmacSha1With(key);
      return (text: string) => {
        counts.hmacs += 1;
        counts.characters += text.length;
        return sign(text);
      };
    },
    sha256: (...args: Parameters<typeof hash.sha256>) => {
      counts.characters += args[0].length;
      return hash.sha256(...args);
    },
  };
});

const authToken = '0123456789abcdef0123456789abcdef';
const wrong = `${'A'.repeat(27)}=`;
const form = 'application/x-www-form-urlencoded';
const target = '/a/b/c?d=1&c=2&b=3&a=4';
const stopped = () => 0;

const hosts = (count: number) => Array.from({ length: count }, (_, i) => `h${i}`).join(',');
const formOf = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => `p${i}=${'x'.repeat(length)}`).join('&');
const headers = (given: Record<string, string>) => (name: string) => given[name];

function attack(input: Partial<ExplainInput>, now: Clock = stopped): Explanation {
  Object.assign(counts, { hmacs: 0, characters: 0 });
  return explain(
    {
      authToken,
      signature: wrong,
      url: `http://internal:3000${target}`,
      targets: [target],
      contentType: form,
      ...input,
    },
    now,
  );
}

/** Texts of an explanation that a request has a part in. */
function textsOf(explanation: Explanation): string[] {
  const { options, title, fix, signedUrl, seenUrl, params, stringToSign } = explanation;
  const { publicUrl, configuredUrl, rewrite } = options ?? {};
  const urls = [publicUrl, configuredUrl, rewrite?.from, rewrite?.to, signedUrl, seenUrl];
  const shown = explanation.differences.flatMap(({ signed, seen }) => [signed, seen]);
  return [...urls, title, fix, ...params, ...shown, stringToSign].filter(
    (text) => text !== undefined,
  );
}

function expectBounded(explanation: Explanation): void {
  const { work, hmacs } = explanation;
  expect(work.steps).toBeLessThanOrEqual(searchLimits.steps);
  expect(work.characters).toBeLessThanOrEqual(searchLimits.characters);
  // What is counted is what was done, and nothing was hashed besides.
  expect(work.hmacs).toBe(counts.hmacs);
  expect(hmacs).toBe(counts.hmacs);
  expect(work.hmacs).toBeLessThanOrEqual(work.steps);
  expect(counts.characters).toBeLessThanOrEqual(work.characters);
  for (const text of textsOf(explanation)) {
    expect(text.length).toBeLessThanOrEqual(500);
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  }
  const lines = formatExplanation(explanation).split('\n');
  expect(lines.length).toBeLessThanOrEqual(5);
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(1000);
    expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
  }
}

/** All of them but the one that says that a shared key signed: then no key is known to search with. */
const everyHeader = (value: string) => (name: string) =>
  name === 'x-twilio-webhooks-signature-settings' ? undefined : value;

describe('a signature that can be none is not searched for', () => {
  it.each([
    ['300 hosts', { header: headers({ 'x-forwarded-host': hosts(300) }) }],
    ['4,000 hosts', { header: headers({ 'x-forwarded-host': hosts(4000) }) }],
    ['a megabyte of 60 parameters', { body: formOf(60, 17_000) }],
  ])('%s', (_title, input) => {
    for (const signature of ['x', 'x'.repeat(100_000), ','.repeat(300), `${wrong}x`, ' ']) {
      const explanation = attack({ ...input, signature });
      expectBounded(explanation);
      expect(explanation).toMatchObject({ cause: 'signature-malformed', matched: false });
      expect(explanation.work).toMatchObject({ steps: 0, hmacs: 0 });
      // Only the body is taken apart, for its names.
      const { body = '' } = input as { body?: string };
      expect(explanation.work.characters).toBe(body.length);
    }
  });
});

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const many = (count: number, name: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => name(i)).join('&');

describe('a well-formed wrong one is searched for within limits', () => {
  it.each<[string, Partial<ExplainInput>]>([
    ['300 hosts', { header: headers({ 'x-forwarded-host': hosts(300) }) }],
    ['4,000 hosts', { header: headers({ 'x-forwarded-host': hosts(4000) }) }],
    ['every header of 100 KB', { header: () => 'a'.repeat(100_000) }],
    ['every header a long list', { header: () => hosts(500) }],
    ['every header a long path', { header: everyHeader(`/${'a'.repeat(2000)}`) }],
    ['a form of 110 KB', { body: formOf(60, 1800) }],
    ['one value of 110 KB', { body: formOf(1, 110_000) }],
    ['64 KB in 256 parameters', { body: formOf(256, 240) }],
    ['60 KB of umlauts', { body: formOf(60, 450).replaceAll('x', 'é') }],
    ['a value of commas', { body: `a=${','.repeat(60_000)}` }],
    ['a megabyte in 60 parameters', { body: formOf(60, 17_000) }],
    ['a megabyte of JSON', { contentType: 'application/json', body: `[${'1,'.repeat(5e5)}1]` }],
    ['16,384 parameters', { body: many(16_384, (i) => `a${i}`) }],
    ['16,384 of one name', { body: many(16_384, (i) => `a=${i}`) }],
    ['16,384 long ones', { body: many(16_384, (i) => `${'a'.repeat(55)}${(i * 7919) % 16_384}`) }],
    ['more parameters than are parsed', { body: 'a&'.repeat(500_000) }],
    [
      '16,384 parsed ones',
      { params: Object.fromEntries(Array.from({ length: 16_384 }, (_, i) => [`a${i}`, '1'])) },
    ],
    ['a body of 9 MB', { body: formOf(9, 1024 * 1024) }],
    ['nested JSON', { contentType: 'application/json', body: nested(3000) }],
    ['a query of 10,000 "&"', { url: `http://internal/a?${'&'.repeat(10_000)}` }],
    ['a query of 4,000 "&"', { url: `http://internal/a?${'&'.repeat(4000)}` }],
    ['a query full of escapes', { url: `http://internal/a?${many(60, () => 'a=%c3%a9%C3%A9')}` }],
    ['a path of slashes', { url: `http://internal/${'/'.repeat(16_000)}` }],
    ['a URL of a megabyte', { url: `http://internal/${'a?'.repeat(500_000)}` }],
    ['a thousand targets', { targets: Array.from({ length: 1000 }, (_, i) => `/${i}/a/b/c?${i}`) }],
    ['a thousand tokens', { authToken: Array.from({ length: 1000 }, (_, i) => `t${i}`) }],
    ['signatures of both hashes', { signature: `${wrong}, ${'0'.repeat(64)}` }],
  ])('%s', (_title, input) => {
    const explanation = attack(input);
    expectBounded(explanation);
    expect(explanation.matched).toBe(false);
    expect(explanation.work.hmacs).toBeGreaterThan(0);
  });

  it('and at each step the clock is looked at, should a count be wrong', () => {
    let time = 0;
    const { work } = attack({}, () => ++time);
    expect(work.hmacs).toBeGreaterThan(0);
    expect(work.steps + work.hmacs).toBeLessThan(searchLimits.milliseconds);
    expect(attack({}, () => Number.NaN).work).toEqual({ steps: 0, hmacs: 0, characters: 0 });
  });
});

describe('within them, a mistake is found', () => {
  const origin = 'https://public.example';
  const seen = (params: Record<string, string>, input: Partial<ExplainInput>) => {
    const { signature } = sign({ authToken, url: origin + target, params });
    return attack({ signature, body: new URLSearchParams(params).toString(), ...input });
  };

  it.each([
    ['of 110 KB', 110_000],
    ['of a megabyte', 1_000_000],
  ])('behind a form %s', (_title, length) => {
    const explanation = seen(
      { Body: 'x'.repeat(length) },
      { url: `http://public.example${target}` },
    );
    expectBounded(explanation);
    expect(explanation.causes).toEqual(['scheme-swapped']);
  });

  it('two in a form of 14 KB with fifty parameters', () => {
    const params = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`P${i}`, 'x'.repeat(250)]),
    );
    const url = `http://public.example${target.replace('?', '/?')}`;
    expect(seen(params, { url }).causes).toEqual(['scheme-swapped', 'trailing-slash']);
    const body = new URLSearchParams({ ...params, added: '1' }).toString();
    const explanation = seen(params, { url: `http://public.example${target}`, body });
    expectBounded(explanation);
    expect(explanation.causes).toEqual(['scheme-swapped', 'param-added']);
    expect(explanation.params).toEqual(['added']);
  });

  it('the eighth of a list of hosts', () => {
    const list = `${hosts(7)}, public.example`;
    const explanation = seen({ a: '1' }, { header: headers({ 'x-forwarded-host': list }) });
    expectBounded(explanation);
    expect(explanation).toMatchObject({
      causes: ['scheme-swapped', 'host-internal'],
      options: { publicUrl: origin },
    });
  });
});

describe('JSON under a hash in a URL that is signed', () => {
  const explained = (signed: string, body: string) => {
    const url = `https://example.com/events?bodySHA256=${bodyHash(signed)}`;
    const { signature } = sign({ authToken, url });
    return attack({ signature, url, contentType: 'application/json', body });
  };

  it.each([
    ['nested, 6 KB', nested(3000)],
    ['nested, a megabyte', nested(500_000)],
    ['nested objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    [
      'wide and as deep as is printed again',
      `${'['.repeat(31)}${'[],'.repeat(2e4)}1${']'.repeat(31)}`,
    ],
    ['a megabyte', `[${'1,'.repeat(500_000)}1]`],
    ['9 MB', `[${'1,'.repeat(4_500_000)}1]`],
    ['no JSON', '['.repeat(30)],
    ['numbers that grow', `[${'1e20,'.repeat(10_000)}1]`],
  ])('%s: bounded', (_title, body) => {
    const explanation = explained('{}', body);
    expectBounded(explanation);
    expect(explanation.causes).toEqual(['body-changed']);
  });

  it('is still recognised where it is usual', () => {
    const value = { a: [{ b: [1, 2, { c: 'd' }] }], e: 'é' };
    const prints = [
      JSON.stringify(value),
      JSON.stringify(value, null, 4),
      `${JSON.stringify(value, null, 2)}\n`,
    ];
    for (const signed of prints) {
      const explanation = explained(signed, ` ${JSON.stringify(value, null, 1)}`);
      expectBounded(explanation);
      expect(explanation.causes).toEqual(['json-reserialised']);
    }
  });
});

describe('a request writes no line of a log', () => {
  const obeyed = '\u001b[2J\u0007\r\n[sig] forged\u009b\u2028\u202e\u0000';

  it('by its URL, its names, or what it had signed', () => {
    const url = `https://exa${obeyed}mple.com/${obeyed}?${obeyed}=1&${obeyed}`;
    const body = new URLSearchParams([[`A${obeyed}`, ' x']]).toString();
    const signedBody = { [`A${obeyed}`]: '+x' };
    const { signature } = sign({ authToken, url, params: signedBody });
    for (const one of [signature, wrong, 'x']) {
      const explanation = attack({ signature: one, url, targets: [`/${obeyed}`], body });
      expectBounded(explanation);
      expect(explanation.seenUrl).toContain('\\u001b[2J\\u0007\\u000d\\u000a[sig] forged\\u009b');
      expect(explanation.matched).toBe(one === signature);
    }
  });

  it('long names are cut, and of very many only the number is told', () => {
    const long = attack({ body: `${'N'.repeat(1_000_000)}=1` });
    expect(long.stringToSign).toContain(`${'N'.repeat(63)}…•••`);
    expect(attack({ body: many(500, (i) => `a${i}`) }).stringToSign).toContain('500 parameters');
    expect(attack({ body: 'a&'.repeat(20_000) }).stringToSign).toContain('more parameters');
  });
});

it('throws nothing at whatever it is given', () => {
  const throws = () => {
    throw new Error('no header');
  };
  for (const input of [undefined, null, 1, 'text', [], {}, { url: 1, signature: wrong }]) {
    expect(explain(input as never, stopped).matched).toBe(false);
  }
  for (const input of [
    { url: 1 },
    { url: undefined },
    { signature: 1 },
    { signature: [wrong] },
    { header: throws },
    { header: () => 1 },
    { header: 'x' },
    { targets: 'x' },
    { targets: [1, undefined] },
    { params: 1 },
    { params: { a: { b: 1 } } },
    { params: { a: Symbol('a') } },
    { body: 1 },
    { body: {} },
    { contentType: 1 },
    { otherTokens: 1 },
  ]) {
    const explanation = attack(input as never);
    expect(explanation).toMatchObject({ cause: undefined, causes: [], matched: false });
  }
  for (const none of [undefined, [], '', 1, [1]]) {
    const explanation = attack({ authToken: none } as never);
    expect(explanation).toMatchObject({ causes: ['no-token'], matched: false, hmacs: 0 });
  }
});

it('with no token nothing matches, also what is signed with an empty one', () => {
  const { signature } = sign({ authToken: '\0', url: 'https://example.com/' });
  for (const none of ['', [], ['']]) {
    const explanation = attack({ authToken: none, signature, url: 'https://example.com/' });
    expect(explanation).toMatchObject({ matched: false, hmacs: 0 });
  }
});

describe('whatever the request', () => {
  const chunk = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '&',
      '=',
      ',',
      '/',
      '?',
      '#',
      '@',
      ':',
      '%',
      '%41',
      '+',
      ' ',
      '"',
      '\u001b[2J\n',
      'a.example',
      'é',
      '\ud800',
    ),
  );
  const hostile = fc
    .tuple(fc.array(chunk, { maxLength: 8 }), fc.constantFrom(1, 1, 1, 30, 3000))
    .map(([chunks, times]) => chunks.join('').repeat(times));
  const url = fc.tuple(
    fc.constantFrom('', 'http://a', 'https://a.example:1/b', 'wss://u:p@a/'),
    hostile,
  );
  const body = fc.oneof(
    hostile,
    fc.uint8Array({ maxLength: 300 }),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc
      .array(fc.tuple(chunk, hostile), { maxLength: 30 })
      .map((pairs) =>
        pairs
          .map(([name, value]) => `${encodeURIComponent(name.replace(/\p{Cs}/gu, ''))}=${value}`)
          .join('&'),
      ),
  );

  it('the work is within its limits, and what is printed is short and in one line', () => {
    fc.assert(
      fc.property(
        fc.record({
          url: url.map((parts) => parts.join('')),
          signature: fc.oneof(fc.constantFrom(wrong, 'x', `"${wrong}"`, 'genuine'), hostile),
          contentType: fc.constantFrom(form, 'application/json', undefined),
          header: fc.dictionary(
            fc.constantFrom(
              'x-forwarded-host',
              'forwarded',
              'host',
              'x-original-uri',
              'x-forwarded-prefix',
              'authorization',
            ),
            hostile,
          ),
          targets: fc.array(hostile, { maxLength: 3 }),
          body,
        }),
        ({ header, signature, ...input }) => {
          const { url } = input;
          // Nobody signs without a URL.
          const isGenuine = signature === 'genuine' && url !== '';
          const given = isGenuine ? sign({ authToken, url }).signature : signature;
          expectBounded(attack({ ...input, signature: given, header: headers(header) }));
        },
      ),
      { numRuns: 60 },
    );
  });
});
