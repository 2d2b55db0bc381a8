// What the operator hears of a rejection, and the client does not.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReceiver } from '../src/adapter.js';
import {
  type AuthToken,
  bodyHash,
  type Rejected,
  sign,
  WebhookError,
  type WebhookErrorCode,
  type WebhookOptions,
  type WebhookRequest,
} from '../src/index.js';

const authToken = 'token';
const forged = `${'A'.repeat(27)}=`;
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

interface Fields extends Partial<WebhookRequest> {
  readonly headers?: Record<string, string>;
  readonly text?: string;
}

function request({ headers = {}, text = '', ...fields }: Fields = {}): WebhookRequest {
  return {
    method: 'POST',
    target: '/voice?Secret=1',
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) => headers[name],
    body: () => ({ bytes: new TextEncoder().encode(text) }),
    ...fields,
  };
}

const mismatch = () => request({ headers: { 'x-twilio-signature': forged } });

/** A receiver, and what it tells the operator. */
function receiver(options: WebhookOptions = { authToken }) {
  const told: string[] = [];
  const { receive } = createReceiver(options, { warn: (message) => told.push(message) });
  const code = async (asked: WebhookRequest) => {
    const received = await receive(asked);
    return received.ok ? undefined : received.error.code;
  };
  return { told, code, receive };
}

/** Waits for what is told once the client has been answered. */
const toldOf = (told: readonly string[], count: number) =>
  vi.waitFor(() => expect(told).toHaveLength(count), { timeout: 30_000 });

describe('in development the operator is told why', () => {
  const json = { 'content-type': 'application/json', 'x-twilio-signature': forged };
  const hashed = `/voice?bodySHA256=${bodyHash('other')}`;
  it.each<[WebhookErrorCode, WebhookRequest]>([
    ['missing-signature', request()],
    ['malformed-signature', request({ headers: { 'x-twilio-signature': 'x' } })],
    ['signature-mismatch', mismatch()],
    ['body-not-signed', request({ headers: json, text: '{}' })],
    ['body-hash-mismatch', request({ headers: json, text: '{}', target: hashed })],
    ['url-unknown', { ...mismatch(), host: '' }],
  ])('%s: with the path, and nothing else that came', async (code, asked) => {
    const { told, code: codeOf } = receiver();
    expect(await codeOf(asked)).toBe(code);
    // The client has its answer already.
    expect(told).toEqual([]);
    await toldOf(told, 1);
    expect(told[0]).toMatch(new RegExp(`^\\[sig\\] ${code}: POST /voice \\S`));
    expect(told[0]).not.toContain(forged);
    expect(told[0]).not.toContain('Secret=1');
    expect(told[0]?.split('\n').length).toBeLessThanOrEqual(5);
  });

  it('what it can tell from the body and the token that were there', async () => {
    const { signature } = sign({
      authToken,
      url: 'http://example.com/voice',
      params: { Digits: '1' },
    });
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    };
    let read = 0;
    let looked = 0;
    const asked = request({
      headers,
      target: '/voice',
      body: () => {
        read += 1;
        return { bytes: new TextEncoder().encode('Digits=1') };
      },
    });
    const lookUp: AuthToken = () => {
      looked += 1;
      return authToken;
    };
    // However slow the machine is.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const { told, code } = receiver({ authToken: lookUp });
    expect(await code(asked)).toBe('signature-mismatch');
    await toldOf(told, 1);
    // A cause and not a list of guesses: for that it needs both.
    expect(told[0]).not.toContain('No known mistake');
    expect([read, looked]).toEqual([1, 1]);
  });

  it('without a line break or an endless path from the target', async () => {
    const { told, code } = receiver();
    await code({ ...mismatch(), target: `/a\n"${'x'.repeat(300)}` });
    await toldOf(told, 1);
    expect(told[0]).toContain(`POST /a\\n\\"${'x'.repeat(196)} `);
  });

  it.each<[WebhookErrorCode, WebhookRequest, WebhookOptions]>([
    ['lookup-failed', mismatch(), { authToken: () => Promise.reject(new Error('x')) }],
    ['unauthorized', mismatch(), { authToken, httpAuth: refuse('unauthorized') }],
  ])('but not of %s, which speaks for itself', async (code, asked, options) => {
    const { told, code: codeOf } = receiver(options);
    expect(await codeOf(asked)).toBe(code);
    expect(told).toEqual([]);
    if (code === 'unauthorized') return;
    // What comes later is told, so that this would have been.
    expect(await codeOf(request())).toBe('missing-signature');
    await toldOf(told, 1);
    expect(told[0]).toContain('missing-signature');
  });

  it('never in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const { told, code } = receiver();
    expect(await code(mismatch())).toBe('signature-mismatch');
    vi.stubEnv('NODE_ENV', 'development');
    expect(await code(request())).toBe('missing-signature');
    await toldOf(told, 1);
    expect(told[0]).toContain('missing-signature');
  });

  it('on the console if there is no other place', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    await createReceiver({ authToken }).receive(mismatch());
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(1), { timeout: 30_000 });
    expect(log).toHaveBeenCalledWith(expect.stringContaining('[sig] signature-mismatch'));
  });
});

it('a look-up that knows no token is told once, in production too', async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const { told, code } = receiver({ authToken: () => undefined });
  for (let i = 0; i < 3; i++) expect(await code(mismatch())).toBe('no-token');
  expect(told).toEqual([expect.stringMatching(/^\[sig\] no-token: "authToken" returned no token/)]);
});

describe('what onReject does changes nothing for the client', () => {
  it.each<[string, NonNullable<WebhookOptions['onReject']>, string]>([
    [
      'throws an error',
      () => {
        throw new Error('no disk');
      },
      'no disk',
    ],
    ['rejects with an error', () => Promise.reject(new Error('no disk')), 'no disk'],
    ['rejects with text', () => Promise.reject('no disk'), 'no disk'],
    ['rejects with null', () => Promise.reject(null), 'null'],
    ['rejects with nothing', () => Promise.reject(), 'look-up that verification needs failed'],
    [
      'throws a WebhookError',
      () => {
        throw new WebhookError('unauthorized', { message: 'not me' });
      },
      'not me',
    ],
  ])('if it %s', async (_title, onReject, text) => {
    vi.stubEnv('NODE_ENV', 'production');
    const { told, receive } = receiver({ authToken, onReject });
    expect(await receive(mismatch())).toMatchObject({
      ok: false,
      error: { code: 'signature-mismatch', status: 403 },
    });
    expect(told).toEqual([expect.stringMatching(/^\[sig\] "onReject" failed: /)]);
    expect(told[0]).toContain(text);
  });

  it('if it never settles: "lookupTimeout"', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    vi.useFakeTimers();
    const onReject = () => new Promise<void>(() => {});
    const { told, receive } = receiver({ authToken, lookupTimeout: 50, onReject });
    const settled = vi.fn((rejected: unknown) => rejected);
    void receive(mismatch()).then(settled);
    await vi.advanceTimersByTimeAsync(49);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledWith(
      expect.objectContaining({ error: expect.objectContaining({ code: 'signature-mismatch' }) }),
    );
    expect(told).toEqual([expect.stringContaining('took too long')]);
  });

  it('and if it does well, nothing is told', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const onReject = vi.fn();
    const { told, receive } = receiver({ authToken, onReject });
    const asked = mismatch();
    const received = await receive(asked);
    expect(onReject.mock.calls).toEqual([[(received as Rejected).error, asked]]);
    expect(told).toEqual([]);
  });
});

function refuse(code: WebhookErrorCode) {
  return () => ({ ok: false as const, error: new WebhookError(code) });
}
