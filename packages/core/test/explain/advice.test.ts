// What is advised: all that is wrong is fixed, and by whoever did it.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  type ExplainInput,
  explain,
  explainRequest,
  formatExplanation,
} from '../../src/explain/index.js';
import { signatureGuard } from '../../src/index.js';
import {
  arrived,
  asRequest,
  authToken,
  formOf,
  formType,
  type Sent,
  sha256,
  signatureOf,
  urlOf,
} from './sent.js';

const one: Sent = {
  scheme: 'https://',
  host: 'example.com',
  path: '/voice',
  query: '',
  pairs: [
    ['Body', 'Hello '],
    ['CallSid', 'CA1'],
  ],
};
const explained = (more: Partial<ExplainInput>, made = one) =>
  explain(
    {
      authToken,
      signature: signatureOf(made),
      url: urlOf(made),
      contentType: formType,
      body: formOf(made.pairs),
      ...more,
    },
    () => 0,
  );
const setOrigin = 'set "publicUrl" to "https://example.com".';

describe('of several causes each is fixed', () => {
  it('the origin and the token', () => {
    const explanation = explained({ url: 'http://example.com/voice', authToken: `${authToken}\n` });
    expect(explanation.causes).toEqual(['scheme-swapped', 'token-untidy']);
    expect(explanation.fix).toBe(
      `${setOrigin} Leave only the token where it is set ("authToken", TWILIO_AUTH_TOKEN).`,
    );
    expect(explanation.options).toBeUndefined();
  });

  it('the origin and the query', () => {
    const url = 'http://example.com/voice?lang=de&edge=1';
    const explanation = explained({ url }, { ...one, query: '?lang=de' });
    expect(explanation.causes).toEqual(['scheme-swapped', 'query-param-added']);
    expect(explanation.fix).toMatch(
      /^set "publicUrl" to "https:\/\/example\.com"\. Find what adds/,
    );
  });

  it('the path and the query', () => {
    const explanation = explained({
      url: 'http://internal/index.php?route=voice',
      targets: ['/index.php?route=voice'],
      configuredUrl: 'https://example.com/voice',
    });
    expect(explanation.causes).toEqual([
      ...['scheme-swapped', 'host-internal', 'path-mapped', 'query-added'],
    ]);
    expect(explanation.fix).toMatch(
      /^set "publicUrl" to "https:\/\/example\.com" and "rewrite" to \{ from: "\/voice", to: "\/index\.php" \}\. Find what adds it/,
    );
  });

  it('the origin, and a path too long to be printed', () => {
    const prefix = `/${'a'.repeat(2000)}`;
    const explanation = explained(
      {
        url: 'http://example.com/voice',
        configuredUrl: `https://example.com${prefix}/voice`,
      },
      { ...one, path: `${prefix}/voice` },
    );
    expect(explanation.causes).toEqual(['scheme-swapped', 'prefix-stripped']);
    expect(explanation.fix).toMatch(
      /^set "publicUrl" to "https:\/\/example\.com"\. Set "publicUrl" /,
    );
  });

  it('the header and the origin', () => {
    const header = (name: string) => (name === 'x-signature' ? signatureOf(one) : undefined);
    const explanation = explained({
      signature: undefined,
      header,
      url: 'http://example.com/voice',
      authToken: ` ${authToken}`,
    });
    expect(explanation.causes).toEqual([
      ...['signature-other-header', 'scheme-swapped', 'token-untidy'],
    ]);
    expect(explanation.fix).toMatch(
      /^set "header" to "x-signature" and "publicUrl" to .*\. Leave only the token/,
    );
  });
});

it('a server with "publicUrl" is not told to trust a proxy', () => {
  const header = (name: string) => (name === 'x-forwarded-proto' ? 'https' : undefined);
  const swapped = { url: 'http://example.com/voice', header };
  expect(explained(swapped).fix).toContain('or let the framework trust the proxy');
  const explanation = explained({ ...swapped, evidence: { hasPublicUrl: true } });
  expect(explanation.fix).toBe(setOrigin);
});

it('a "?" that was escaped is no path to be mapped', () => {
  const explanation = explained(
    { url: 'https://example.com/voice%3Flang=de' },
    { ...one, query: '?lang=de' },
  );
  expect(explanation.causes).toEqual(['path-reencoded']);
  expect(explanation.fix).toMatch(/^Verify the path as it came/);
});

describe('who changed the body', () => {
  const trimmed: Sent = { ...one, pairs: [['Body', 'Hello']] };
  const signature = signatureOf({ ...one, pairs: [['Body', 'Hello ']] });

  it('middleware, if it was parsed, or is text that the app made', () => {
    for (const given of [
      { body: undefined, params: trimmed.pairs },
      { body: formOf(trimmed.pairs) },
    ]) {
      const explanation = explained({ signature, ...given });
      expect(explanation.causes).toEqual(['params-trimmed']);
      expect(explanation.fix).toMatch(/^Put webhook\(\) before the middleware that trims/);
    }
  });

  it('something before this server, if the bytes are those that came', () => {
    const explanation = explained({ signature, body: Buffer.from(formOf(trimmed.pairs)) });
    expect(explanation.causes).toEqual(['params-trimmed']);
    expect(explanation.fix).toBe(
      'Find what trims it before this server reads the body: a proxy or a gateway.',
    );
  });
});

describe('a body that is compressed, and no header says so', () => {
  it('a form', () => {
    const body = gzipSync(formOf(one.pairs));
    expect(explained({ body })).toMatchObject({ causes: ['body-compressed'], matched: false });
    const header = (name: string) => (name === 'content-encoding' ? 'gzip' : undefined);
    expect(explained({ body, header }).causes).toEqual([]);
  });

  it('JSON', () => {
    const json = '{"a":1}';
    const made = { ...one, query: `?bodySHA256=${sha256(json)}`, pairs: [] };
    const explanation = explained({ body: gzipSync(json), contentType: 'application/json' }, made);
    expect(explanation.causes).toEqual(['body-compressed']);
  });
});

it('a query that was sorted and written anew', () => {
  const query = '?b=two+words&e=%2B1&a=1&d=4&c=3&f=0';
  const explanation = explained(
    {
      url: 'https://example.com/voice?a=1&b=two%20words&c=3&d=4&e=%2B1&f=0',
      configuredUrl: `https://example.com/voice${query}`,
    },
    { ...one, query },
  );
  expect(explanation.causes).toEqual(['query-reordered']);
  expect(explanation.fix).toContain('in this order');
});

it('escapes in lower case, as .NET writes them', () => {
  const made = { ...one, path: '/call/%2b1555%7ein' };
  const explanation = explained({ url: 'https://example.com/call/+1555~in' }, made);
  expect(explanation.causes).toEqual(['path-reencoded']);
});

it.each([undefined, 'https://user:secret@example.com/voice'])(
  'userinfo that was signed, of a request that logs in with it, is a mistake only alone; configured: %s',
  (configuredUrl) => {
    const made = { ...one, scheme: 'https://user:secret@' };
    const login = `Basic ${btoa('user:secret')}`;
    const more: Partial<ExplainInput> = {
      header: (name) => (name === 'authorization' ? login : undefined),
      ...(configuredUrl === undefined ? {} : { configuredUrl }),
    };
    const explanation = explained({ url: 'http://example.com/voice', ...more }, made);
    expect(explanation.causes).toEqual(['scheme-swapped']);
    expect(explanation.fix).toBe(setOrigin);
    expect(explanation.options).toEqual({ publicUrl: 'https://example.com' });
    expect(explanation.differences.map(({ component }) => component)).toEqual(['scheme']);
    expect(formatExplanation(explanation)).not.toContain('secret');
    const alone = explained({ url: 'https://example.com/voice', ...more }, made);
    expect([alone.causes, alone.matched]).toEqual([['userinfo'], true]);
  },
);

it('userinfo that was signed and did not get through', async () => {
  const made = { ...one, scheme: 'https://user:secret@' };
  const configuredUrl = urlOf(made);
  const request = asRequest({ ...arrived(one), headers: arrived(one, signatureOf(made)).headers });
  const explanation = await explainRequest(
    request,
    { authToken, publicUrl: 'https://example.com', configuredUrl },
    { now: () => 0 },
  );
  expect(explanation).toMatchObject({ causes: ['userinfo'], configuredMatched: true });
  expect(formatExplanation(explanation)).not.toContain('secret');
  expect((await signatureGuard({ authToken, configuredUrl })(request)).ok).toBe(true);
});

it('a name in www', () => {
  const explanation = explained(
    { url: 'https://example.com/voice' },
    { ...one, host: 'www.example.com' },
  );
  expect(explanation.causes).toEqual(['host-internal']);
  expect(explanation.title).not.toContain('internal');
});
