// Each reason for a refusal has its own explanation; keys and signatures that were changed on the way.
import { createHmac, generateKeyPairSync, sign as signEcdsa } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Cause,
  type ExplainInput,
  explain,
  explainRequest,
  formatExplanation,
} from '../../src/explain/index.js';
import { signatureGuard, type WebhookOptions } from '../../src/index.js';
import {
  arrived,
  asRequest,
  authToken,
  formOf,
  formType,
  type Sent,
  sent,
  signatureOf,
  urlOf,
} from './sent.js';

const one: Sent = {
  scheme: 'https://',
  host: 'example.com',
  path: '/voice',
  query: '',
  pairs: [
    ['CallSid', 'CA1'],
    ['Digits', '1'],
  ],
};
const inputOf = (made: Sent, more: Partial<ExplainInput> = {}): ExplainInput => ({
  authToken,
  signature: signatureOf(made),
  url: urlOf(made),
  contentType: formType,
  body: formOf(made.pairs),
  ...more,
});
const explained = (more: Partial<ExplainInput>, made = one) =>
  explain(inputOf(made, more), () => 0);

describe('a signature that was changed on the way', () => {
  const rows: readonly (readonly [Cause, string, (signature: string) => string])[] = [
    ['signature-quoted', 'double quotes', (signature) => `"${signature}"`],
    ['signature-quoted', 'white space', (signature) => ` ${signature}\n`],
    ['signature-doubled', 'twice', (signature) => `${signature}, ${signature}`],
    ['signature-url-encoded', 'once', encodeURIComponent],
    ['signature-url-encoded', 'twice', (one) => encodeURIComponent(encodeURIComponent(one))],
    ['signature-case', 'lower', (signature) => signature.toLowerCase()],
    ['signature-case', 'upper', (signature) => signature.toUpperCase()],
    ['signature-padding', 'lost', (signature) => signature.slice(0, -1)],
    ['signature-prefixed', 'sha1=', (signature) => `sha1=${signature}`],
    ['signature-hex', 'hex', (signature) => Buffer.from(signature, 'base64').toString('hex')],
    [
      'signature-hex',
      'HEX',
      (signature) => Buffer.from(signature, 'base64').toString('hex').toUpperCase(),
    ],
  ];

  it.each(rows)('%s: %s', (cause, _title, change) => {
    fc.assert(
      fc.property(sent, (made) => {
        const signature = change(signatureOf(made));
        const explanation = explained({ signature }, made);
        expect(explanation).toMatchObject({ causes: [cause], matched: true });
      }),
      { numRuns: 15 },
    );
  });

  it('base64url', () => {
    const made = [...Array(60).keys()]
      .map((i): Sent => ({ ...one, pairs: [['A', String(i)]] }))
      .find((sent) => /[+/]/.test(signatureOf(sent))) as Sent;
    const signature = signatureOf(made).replaceAll('+', '-').replaceAll('/', '_');
    expect(explained({ signature }, made).causes).toEqual(['signature-base64url']);
  });

  it('SHA-256', () => {
    const signature = signatureOf(one, { algorithm: 'sha256' });
    expect(explained({ signature })).toMatchObject({ causes: ['signature-sha256'], matched: true });
  });
});

describe('a malformed signature that matches nothing is told by its form', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const hmac = (algorithm: string) => createHmac(algorithm, 'x').update('y');
  it.each<[Cause, string]>([
    ['signature-hex', hmac('sha1').digest('hex')],
    ['signature-sha256', hmac('sha256').digest('base64')],
    ['signature-sha256', hmac('sha256').digest('hex')],
    ['signature-prefixed', `sha1=${hmac('sha1').digest('hex').slice(1)}`],
    ['signature-prefixed', 't=12,v1=abc'],
    ['signature-ecdsa', signEcdsa('sha256', Buffer.from('y'), privateKey).toString('base64')],
    ['signature-malformed', 'short'],
    ['signature-malformed', 'x'.repeat(28)],
    ['signature-quoted', `"${hmac('sha1').digest('base64')}"`],
  ])('%s: %s', (cause, signature) => {
    const explanation = explained({ signature });
    expect(explanation).toMatchObject({ cause, matched: false });
    expect(explanation.title.length + explanation.fix.length).toBeGreaterThan(40);
  });
});

it('what a shared key signed is not taken for another scheme', () => {
  const settings = 'x-twilio-webhooks-signature-settings';
  const header = (name: string) =>
    name === settings ? 'keyId=K1,algorithm=HMAC-SHA256' : undefined;
  const signature = createHmac('sha256', 'secret').update('y').digest('base64');
  const explanation = explained({ signature, header });
  expect(explanation).toMatchObject({ causes: [], matched: false, hmacs: 0 });
  expect(explanation.checks[0]).toContain('shared key');
});

describe('a missing signature', () => {
  it.each([
    ['X-Hub-Signature-256', 'GitHub'],
    ['X-Plivo-Signature-V3', 'Plivo'],
    ['Telnyx-Signature-Ed25519', 'Telnyx'],
    ['X-SignalWire-Signature', 'SignalWire'],
    ['Stripe-Signature', 'Stripe'],
    ['X-Twilio-Email-Event-Webhook-Signature', 'SendGrid'],
  ])('next to %s: names the service', (name, service) => {
    const header = (asked: string) => (asked === name.toLowerCase() ? 'abc' : undefined);
    const explanation = explained({ signature: undefined, header });
    expect(explanation).toMatchObject({ causes: ['other-service'], matched: false, hmacs: 0 });
    expect(explanation.title).toContain(service);
    expect(explanation.title).toContain(name);
  });

  it('in another header: the option that reads it', async () => {
    const { headers, ...given } = arrived(one);
    const { 'x-twilio-signature': signature, ...others } = headers;
    const request = asRequest({
      ...given,
      headers: { ...others, 'x-signalwire-signature': signature },
    });
    const explanation = await explainRequest(request, { authToken }, { now: () => 0 });
    expect(explanation).toMatchObject({ causes: ['signature-other-header'], matched: true });
    expect(formatExplanation(explanation)).toContain('set "header" to "x-signalwire-signature"');
    const guard = signatureGuard({ authToken, ...explanation.options });
    expect((await guard(request)).ok).toBe(true);
  });

  it('nowhere', () => {
    expect(explained({ signature: '' }).causes).toEqual(['no-signature']);
  });
});

describe('a body that nothing covers, by its type', () => {
  it.each<[Cause, string | undefined, string]>([
    ['body-multipart', 'multipart/form-data; boundary=x', '--x\r\n\r\na\r\n--x--'],
    ['body-json', 'application/json', '[1]'],
    ['body-text', 'text/plain', 'hello'],
    ['body-untyped', undefined, 'hello'],
    ['body-other', 'application/octet-stream', 'hello'],
  ])('%s', (cause, contentType, body) => {
    for (const signature of [signatureOf({ ...one, pairs: [] }), `${'A'.repeat(27)}=`]) {
      const explanation = explained({ signature, contentType, body });
      expect(explanation.causes).toEqual([cause]);
      expect(explanation.fix).toMatch(/form|bodySHA256|sig sign/);
    }
  });
});

describe('no URL, no token', () => {
  const request = asRequest(arrived(one));
  it.each<[Cause, WebhookOptions, typeof request]>([
    ['no-token', { authToken: () => undefined }, request],
    ['public-url-empty', { authToken, publicUrl: () => undefined }, request],
    ['public-url-empty', { authToken, publicUrl: () => 'example.com' }, request],
    ['url-unknown', { authToken }, { ...request, host: undefined }],
    ['url-unknown', { authToken }, { ...request, target: '*' }],
  ])('%s', async (cause, options, given) => {
    const explanation = await explainRequest(given, options, { now: () => 0 });
    expect(explanation).toMatchObject({ causes: [cause], matched: false, hmacs: 0 });
    expect(formatExplanation(explanation)).toMatch(/\n {2}fix: \S/);
  });
});

describe('a token that is set wrong', () => {
  const rows: readonly (readonly [Cause, string, (token: string) => string])[] = [
    ['token-untidy', 'blanks', (token) => ` ${token} `],
    ['token-untidy', 'a line end', (token) => `${token}\r\n`],
    ['token-untidy', 'a written line end', (token) => `${token}\\n`],
    ['token-untidy', 'quotes', (token) => `'${token}'`],
    ['token-untidy', 'a comment', (token) => `${token} # production`],
    ['token-untidy', 'a name', (token) => `TWILIO_AUTH_TOKEN=${token}`],
    ['token-untidy', 'a line of a shell', (token) => `export TWILIO_AUTH_TOKEN="${token}"`],
    ['token-untidy', 'a byte order mark', (token) => `\ufeff${token}`],
    ['token-encoded', 'base64', (token) => btoa(token)],
    ['token-encoded', 'base64 of a line', (token) => btoa(`${token}\n`)],
    ['token-untidy', 'account and token', (token) => `AC1:${token}`],
  ];

  it.each(rows)('%s: %s', (cause, _title, change) => {
    const explanation = explained({ authToken: change(authToken) });
    expect(explanation).toMatchObject({ causes: [cause], matched: true });
    expect(JSON.stringify(explanation)).not.toContain(authToken);
  });

  it.each([
    ['of an account SID', `AC${authToken}`],
    ['of the secret of an API key', 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF'],
  ])('the form %s proves nothing', (_title, token) => {
    expect(explained({ authToken: token })).toMatchObject({ cause: undefined, matched: false });
  });
});

describe('what the evidence speaks for is printed first', () => {
  const forged = { signature: `${'A'.repeat(27)}=`, url: 'http://10.0.0.7:3000/voice' };
  const first = (more: Partial<ExplainInput>) => explained({ ...forged, ...more }).checks[0];

  it('an internal host', () => {
    expect(first({})).toMatch(/^Set "publicUrl".*10\.0\.0\.7:3000/);
    expect(first({ evidence: { hasPublicUrl: true } })).toMatch(/auth token/);
    expect(first({ url: 'https://example.com/voice' })).toMatch(/auth token/);
  });

  it('a parser', () => {
    const more = { url: 'https://example.com/voice', body: undefined, params: { a: '1' } };
    expect(first(more)).toMatch(/parser/);
  });

  it('a sorted query', () => {
    expect(first({ url: 'https://example.com/voice?a=1&b=1&c=1&d=1&e=1&f=1' })).toMatch(
      /alphabetical/,
    );
  });

  it('a key that has verified others', () => {
    const url = 'https://example.com/voice';
    const { checks } = explained({ ...forged, url, evidence: { keyVerifiedOthers: true } });
    expect(checks.at(-1)).toMatch(/has verified other requests/);
  });

  it('numbered, and none is lost if there is room', () => {
    const explanation = explained(forged);
    const lines = formatExplanation(explanation, 100).split('\n');
    expect(lines.filter((line) => /^ {2}check \d: /.test(line))).toHaveLength(
      explanation.checks.length,
    );
    expect(formatExplanation(explanation).split('\n')).toHaveLength(5);
  });
});

describe('the options of a server that has some', () => {
  const signed = { ...one, path: '/twilio/voice' };
  const request = asRequest({
    ...arrived(signed),
    protocol: 'http',
    target: '/internal/hooks/voice',
  });

  it.each<[string, WebhookOptions]>([
    ['a rewrite that is right', { rewrite: { from: '/twilio', to: '/internal/hooks' } }],
    ['a rewrite that is wrong', { rewrite: { from: '/wrong', to: '/internal' } }],
    ['an origin that is wrong', { publicUrl: 'https://wrong.example/prefix' }],
  ])('%s', async (_title, options) => {
    const configuredUrl = urlOf(signed);
    const known = { now: () => 0 };
    const { options: advised } = await explainRequest(
      request,
      { authToken, ...options, configuredUrl },
      known,
    );
    const fixed = signatureGuard({ authToken, ...options, ...advised });
    expect((await signatureGuard({ authToken, ...options })(request)).ok).toBe(false);
    expect((await fixed(request)).ok).toBe(true);
  });

  it('a rewrite where nothing is mapped', async () => {
    const plain = asRequest({ ...arrived(one), protocol: 'http', target: '/voice' });
    const options = { rewrite: { from: '/twilio', to: '/' }, configuredUrl: urlOf(one) };
    const { options: advised } = await explainRequest(plain, { authToken, ...options });
    const fixed = signatureGuard({ authToken, ...options, ...advised });
    expect((await fixed(plain)).ok).toBe(true);
  });

  it('no password of the URL is printed', () => {
    const secret = { ...one, host: 'user:hunter2@example.com' };
    const explanation = explained({
      signature: signatureOf(secret),
      url: 'http://internal/voice',
      configuredUrl: urlOf(secret),
    });
    expect(explanation.matched).toBe(true);
    expect(JSON.stringify(explanation)).not.toContain('hunter2');
  });
});

describe('what a platform strips', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(['FUNCTION_TARGET', 'K_SERVICE'])('the name of a function: %s', async (name) => {
    vi.stubEnv(name, 'hooks-17');
    for (const [path, target] of [
      ['/hooks-17', '/'],
      ['/hooks-17/voice', '/voice'],
    ] as const) {
      const signed = { ...one, path };
      const request = asRequest({ ...arrived(signed), target });
      const explanation = await explainRequest(request, { authToken }, { now: () => 0 });
      expect(explanation.causes).toEqual(['prefix-stripped']);
      const fixed = signatureGuard({ authToken, ...explanation.options });
      expect((await fixed(request)).ok).toBe(true);
    }
  });
});
