// How much work a request makes, counted and not timed.
import { beforeEach, expect, it, vi } from 'vitest';
import { maxCandidates } from '../src/adapter.js';
import { sign, verify } from '../src/index.js';

const counts = vi.hoisted(() => ({ hmacs: 0 }));
vi.mock('#hash', async (original) => {
  const hash = await original<typeof import('#hash')>();
  return {
    ...hash,
    hmacSha1: (...args: Parameters<typeof hash.hmacSha1>) => {
      counts.hmacs += 1;
      return hash.hmacSha1(...args);
    },
  };
});

const authToken = 'token';
const url = 'https://example.com/voice?a=b';
const params = { Digits: '1', From: '+15550100001' };
const contentType = 'application/x-www-form-urlencoded';

beforeEach(() => {
  counts.hmacs = 0;
});

it('a genuine request costs one HMAC', () => {
  const { signature } = sign({ authToken, url, params });
  const body = new URLSearchParams(params).toString();
  counts.hmacs = 0;
  expect(verify({ authToken, signature, url, params }).ok).toBe(true);
  expect(counts.hmacs).toBe(1);
  expect(verify({ authToken, signature, url, contentType, body }).ok).toBe(true);
  expect(counts.hmacs).toBe(2);
});

it('of a list, as many as there are tokens before the right one', () => {
  const { signature } = sign({ authToken, url, params });
  counts.hmacs = 0;
  expect(verify({ authToken: ['one', 'two', authToken], signature, url, params }).ok).toBe(true);
  expect(counts.hmacs).toBe(3);
});

it('a forged one costs one HMAC a candidate, and no more than there are', () => {
  const signature = `${'A'.repeat(27)}=`;
  expect(verify({ authToken, signature, url, params }).ok).toBe(false);
  expect(counts.hmacs).toBe(2);
  counts.hmacs = 0;
  const worst = "https://u:p@example.com:1/voice/?a='";
  expect(verify({ authToken, signature, url: worst, params }).ok).toBe(false);
  expect(counts.hmacs).toBe(maxCandidates);
});

it('fewer where the body is long, but always the likeliest', () => {
  const withPort = 'https://example.com:443/voice/';
  const long = { Body: 'x'.repeat(1024 * 1024) };
  const forged = `${'A'.repeat(27)}=`;
  const seen = "https://example.com/voice/?a='";
  const authorization = `Basic ${btoa('u:p')}`;
  counts.hmacs = 0;
  const verdict = verify({ authToken, signature: forged, url: seen, params: long, authorization });
  expect(verdict.ok).toBe(false);
  expect(counts.hmacs).toBe(5);
  for (const repeated of [1, 8]) {
    const longer = { Body: long.Body.repeat(repeated) };
    const { signature } = sign({ authToken, url: withPort, params: longer });
    const url = withPort.replace(':443', '');
    expect(verify({ authToken, signature, url, params: longer })).toMatchObject({ url: withPort });
  }
});

it('what is not even shaped like a signature costs none', () => {
  for (const signature of [undefined, '', 'x', `${'A'.repeat(28)}=`]) {
    expect(verify({ authToken, signature, url, params }).ok).toBe(false);
  }
  expect(counts.hmacs).toBe(0);
});

it('a rejection has no stack', () => {
  const verdict = verify({ authToken, signature: `${'A'.repeat(27)}=`, url });
  expect(verdict.ok ? '' : verdict.error.stack).toMatch(/^WebhookError: [^\n]*$/);
});
