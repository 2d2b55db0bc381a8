// What is explained in development, and how often: repeats, health checks and scanners use nothing up.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebhookError, type WebhookErrorCode, type WebhookRequest } from '../../src/index.js';
import { developmentExplainer } from '../../src/webhook/explain-in-development.js';
import { checkSignatureOptions, type SignatureOptions } from '../../src/webhook/options.js';
import { type Arrived, arrived, asRequest, authToken, type Sent, signatureOf } from './sent.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const one: Sent = {
  scheme: 'https://',
  host: 'example.com',
  path: '/voice',
  query: '',
  pairs: [['Digits', '1']],
};
const at = (path: string, more: Partial<Arrived> = {}) =>
  asRequest({ ...arrived({ ...one, path }), ...more });
const swapped = (path = '/voice', host = one.host) =>
  at(path, { ...arrived({ ...one, path, host }), protocol: 'http' });
const unsigned = (path: string) => at(path, { headers: { 'content-type': 'text/plain' } });
const forged = (path: string) => at(path, { ...arrived({ ...one, path }, `${'A'.repeat(27)}=`) });

/** An explainer with a clock of its own. */
function explainer(options: SignatureOptions = {}) {
  const told: string[] = [];
  let time = 0;
  const { explain, accepted, settled } = developmentExplainer(
    checkSignatureOptions({ authToken, ...options }),
    (message) => told.push(message),
    () => time,
  );
  return {
    told,
    accepted,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    async reject(request: WebhookRequest, code: WebhookErrorCode = 'signature-mismatch') {
      explain(new WebhookError(code), request, { tokens: [authToken], body: await request.body() });
      await settled();
    },
    rejectAtOnce: (request: WebhookRequest) => {
      explain(new WebhookError('signature-mismatch'), request, { tokens: [authToken] });
      return settled();
    },
  };
}

it('once for each cause and route', async () => {
  const { told, reject } = explainer();
  for (let i = 0; i < 3; i++) {
    await reject(swapped('/voice'));
    await reject(swapped('/sms'));
    await reject(unsigned('/voice'), 'missing-signature');
  }
  expect(told.map((text) => text.split('\n', 1)[0]?.slice(0, 60))).toEqual([
    '[sig] signature-mismatch: POST /voice The sender signed anot',
    '[sig] signature-mismatch: POST /sms The sender signed anothe',
    '[sig] missing-signature: POST /voice The request has no sign',
  ]);
});

describe('used up by none of', () => {
  it.each<[string, (i: number) => [WebhookRequest, WebhookErrorCode?]]>([
    ['repeats', () => [swapped('/same')]],
    ['health checks', () => [unsigned('/health'), 'missing-signature']],
    ['scanners', (i) => [unsigned(`/scan/${i}`), 'missing-signature']],
    ['forgers', (i) => [forged(`/forged/${i}`)]],
  ])('%s', async (_title, make) => {
    const { told, reject, pass } = explainer();
    for (let i = 0; i < 200; i++) {
      await reject(...make(i));
      if (i % 10 === 9) pass(1000);
    }
    const before = told.length;
    expect(before).toBeLessThanOrEqual(20);
    pass(1000);
    await reject(swapped('/voice'));
    expect(told).toHaveLength(before + 1);
    expect(told.at(-1)).toContain('set "publicUrl" to "https://example.com"');
  });
});

it('a few in a row, then as time goes by', async () => {
  const { told, reject, pass } = explainer();
  for (let i = 0; i < 30; i++) await reject(at(`/${i}`), 'unauthorized');
  for (let i = 0; i < 30; i++) await reject(swapped('/same'));
  await reject(swapped('/late'));
  expect(told).toHaveLength(1);
  pass(500);
  await reject(swapped('/late'));
  expect(told).toHaveLength(2);
});

it('one at a time, and few wait', async () => {
  const { told, rejectAtOnce } = explainer();
  await Promise.all(Array.from({ length: 10 }, (_, i) => rejectAtOnce(forged(`/${i}`))));
  expect(told).toHaveLength(4);
});

it('later: not while the client waits for its answer', async () => {
  const { told, rejectAtOnce } = explainer();
  const done = rejectAtOnce(forged('/a'));
  await Promise.resolve();
  expect(told).toEqual([]);
  await done;
  expect(told).toHaveLength(1);
});

it('claims nothing of a token that was not looked up', async () => {
  const told: string[] = [];
  const { explain, settled } = developmentExplainer(
    checkSignatureOptions({ authToken: () => undefined }),
    (message) => told.push(message),
  );
  explain(new WebhookError('signature-mismatch'), forged('/a'), {});
  await settled();
  expect(told[0]).toContain('No known mistake');
  explain(new WebhookError('body-not-signed'), forged('/a'), {});
  await settled();
  expect(told).toHaveLength(1);
});

it('of several public names: a function', async () => {
  const { told, reject } = explainer();
  await reject(swapped('/voice', 'one.example'));
  expect(told[0]).toContain('fix: set "publicUrl" to "https://one.example".');
  await reject(swapped('/sms', 'two.example'));
  expect(told[1]).toContain(
    'fix: set "publicUrl" to a function of the request that returns "https://one.example" or "https://two.example"',
  );
});

it('a key that has verified other requests is not doubted first', async () => {
  const { told, reject, accepted } = explainer();
  accepted();
  await reject(forged('/voice'));
  expect(told[0]).not.toContain('auth token');
});

it('the configured URL of the options makes it certain', async () => {
  const { told, reject } = explainer({ configuredUrl: 'https://example.com/mapped/voice' });
  const signature = signatureOf({ ...one, path: '/mapped/voice' });
  await reject(at('/internal/voice', arrived({ ...one, path: '/internal/voice' }, signature)));
  expect(told[0]).toContain('The key and the body are right; only the URL differs.');
  expect(told[0]).toContain('"rewrite" to { from: "/mapped", to: "/internal" }');
});

describe('on Deno', () => {
  it.each([
    ['prompt', 0],
    ['denied', 0],
    ['granted', 1],
  ])('with the permission "%s" for the environment', async (state, count) => {
    vi.stubGlobal('Deno', { permissions: { querySync: () => ({ state }) } });
    const { told, reject } = explainer();
    await reject(swapped());
    expect(told).toHaveLength(count);
  });
});
