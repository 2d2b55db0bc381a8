// What an explanation asks of a request that was rejected, and of the options: as little as it can.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createExplainer, explainRequest } from '../src/explain/index.js';
import {
  OptionError,
  type RequestBody,
  sign,
  WebhookError,
  type WebhookOptions,
  type WebhookRequest,
} from '../src/index.js';

const authToken = '0123456789abcdef0123456789abcdef';
const params = { AccountSid: 'AC1', Digits: '1' };
const { signature } = sign({ authToken, url: 'https://example.com/voice', params });
const bytes = new TextEncoder().encode(new URLSearchParams(params).toString());
const usual = {
  'content-type': 'application/x-www-form-urlencoded',
  'x-twilio-signature': signature,
};

function request(
  headers: Record<string, string> = usual,
  body: () => RequestBody | Promise<RequestBody> = () => ({ bytes }),
): WebhookRequest {
  return {
    method: 'POST',
    target: '/voice',
    protocol: 'http',
    host: 'example.com',
    upgrade: false,
    header: (name) => headers[name],
    body,
  };
}

const never = () => new Promise<never>(() => {});
const fails = () => {
  throw new Error('failed');
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it('explains', async () => {
  const explanation = await explainRequest(request(), { authToken });
  expect(explanation).toMatchObject({
    causes: ['scheme-swapped'],
    options: { publicUrl: 'https://example.com' },
  });
});

describe('a function that finds the token', () => {
  it('is not called again where the tokens are given', async () => {
    const find = vi.fn(() => authToken);
    const explanation = await explainRequest(request(), { authToken: find }, { tokens: authToken });
    expect(explanation.causes).toEqual(['scheme-swapped']);
    expect(find).not.toHaveBeenCalled();
  });

  it('is called once else, for a request that has a signature', async () => {
    const find = vi.fn(async () => [authToken]);
    expect((await explainRequest(request(), { authToken: find })).causes).toEqual([
      'scheme-swapped',
    ]);
    expect(find).toHaveBeenCalledTimes(1);
    const unsigned = request({ ...usual, 'x-twilio-signature': '' });
    expect((await explainRequest(unsigned, { authToken: find })).causes).toEqual(['no-signature']);
    const malformed = request({ ...usual, 'x-twilio-signature': 'x', 'content-length': '9' });
    expect((await explainRequest(malformed, { authToken: find })).causes).toEqual([
      'signature-malformed',
    ]);
    expect(find).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['hangs', never],
    ['throws', fails],
    ['rejects', async () => fails()],
  ])('that %s: no cause, within a second', async (_title, find) => {
    const explaining = explainRequest(request(), { authToken: find });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await explaining).toMatchObject({ cause: undefined, matched: false, hmacs: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['finds none', () => undefined],
    ['finds what is none', (() => 1) as never],
  ])('that %s: says so', async (_title, find) => {
    const explanation = await explainRequest(request(), { authToken: find });
    expect(explanation).toMatchObject({ causes: ['no-token'], matched: false, hmacs: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a body', () => {
  it('is not read where there is no signature, or one that can be none', async () => {
    const body = vi.fn(() => ({ bytes }));
    await explainRequest(request({ 'content-length': '9' }, body), { authToken });
    await explainRequest(request({ 'x-twilio-signature': 'x' }, body), { authToken });
    expect(body).not.toHaveBeenCalled();
  });

  it.each([
    ['never ends', never],
    ['cannot be read', async () => fails()],
    ['was read by something that threw', fails],
    ['is too large', () => Promise.reject(new WebhookError('body-too-large'))],
  ])('that %s: within a second', async (_title, body) => {
    const explaining = explainRequest(request(usual, body), { authToken });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await explaining).toMatchObject({ matched: false, causes: [] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, Record<string, string>, () => Promise<RequestBody>]>([
    ['nothing is left of', usual, () => Promise.reject(new WebhookError('body-already-parsed'))],
    ['something else was made of', usual, async () => ({ parsed: 7 })],
    ['lists within lists were made of', usual, async () => ({ parsed: { a: { b: '1' } } })],
    [
      'JSON was made of',
      { ...usual, 'content-type': 'application/json' },
      async () => ({ parsed: { a: '1' } }),
    ],
  ])('that %s: says so', async (_title, headers, body) => {
    expect(await explainRequest(request(headers, body), { authToken })).toMatchObject({
      causes: ['body-consumed'],
      matched: false,
      fix: expect.stringContaining('Put webhook() before the body parser'),
    });
  });
});

it('rejects at no request and no options', async () => {
  const headerless = { ...request(), header: fails };
  for (const broken of [undefined, null, {}, [], 'text', headerless]) {
    const explanation = await explainRequest(broken as never, { authToken });
    expect(explanation).toMatchObject({ cause: undefined, matched: false });
  }
  for (const options of [undefined, null, 1, { header: 1 }] as unknown as WebhookOptions[]) {
    expect(await explainRequest(request(), options)).toMatchObject({ cause: undefined });
  }
});

it('a "publicUrl" that throws is none', async () => {
  vi.stubEnv('TWILIO_AUTH_TOKEN', authToken);
  expect((await explainRequest(request(), { publicUrl: fails })).causes).toEqual([
    'scheme-swapped',
  ]);
});

describe('an explainer', () => {
  it('explains one request at a time, and rests after each', async () => {
    const explain = createExplainer({ authToken });
    const first = explain(request());
    expect(await explain(request())).toBeUndefined();
    expect((await first)?.causes).toEqual(['scheme-swapped']);
    await vi.advanceTimersByTimeAsync(999);
    expect(await explain(request())).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect((await explain(request()))?.causes).toEqual(['scheme-swapped']);
  });

  it('has its own pause, and knows the tokens that it is given', async () => {
    const find = vi.fn(() => authToken);
    const explain = createExplainer({ authToken: find }, { pause: 0 });
    for (let i = 0; i < 3; i++) {
      const explanation = await explain(request(), { tokens: [authToken] });
      expect(explanation?.causes).toEqual(['scheme-swapped']);
    }
    expect(find).not.toHaveBeenCalled();
  });

  it.each([undefined, -1, Number.NaN, Number.POSITIVE_INFINITY, '5', null])(
    'does not take %s for a pause',
    (pause) => {
      expect(() => createExplainer({ authToken }, { pause } as never)).toThrow(OptionError);
      expect(() => createExplainer({ authToken }, { pause } as never)).toThrow(/"pause"/);
    },
  );
});
