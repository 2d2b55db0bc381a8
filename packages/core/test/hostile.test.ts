// Input that no one should send, and environments that refuse: nothing escapes, nothing is accepted.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGuardReceiver, createReceiver, respondOnce } from '../src/adapter.js';
import {
  anyOf,
  type Guard,
  reject,
  sign,
  type VerifyOptions,
  verify,
  type WebhookRequest,
} from '../src/index.js';
import { isForm } from '../src/scheme/content-type.js';

const authToken = 'token';
const url = 'https://example.com/voice';
const { signature } = sign({ authToken, url });
afterEach(() => vi.unstubAllGlobals());

function request(fields: Partial<WebhookRequest> = {}): WebhookRequest {
  return {
    method: 'GET',
    target: '/voice',
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) => (name === 'x-twilio-signature' ? signature : undefined),
    body: () => ({ bytes: new Uint8Array(0) }),
    ...fields,
  };
}

describe('verify() never throws', () => {
  const broken = {
    get [Symbol.iterator]() {
      throw new Error('no iterator');
    },
  };
  const throwing = {
    get Digits(): string {
      throw new Error('no value');
    },
  };
  it.each<[string, object]>([
    ['params whose iterator cannot be read', { params: broken }],
    ['params whose iterator throws', { params: { [Symbol.iterator]: () => ({}) } }],
    ['params whose values throw', { params: throwing }],
    ['params of other types', { params: 7 }],
    ['a body of another type', { body: { Digits: '1' } }],
    ['tokens of other types', { authToken: [7, null, {}] }],
    ['an accountSid of another type', { accountSid: 7 }],
    ['an accountSid that is unset', { accountSid: undefined }],
    ['a URL of another type', { url: 7 }],
    ['a signature of another type', { signature: [signature] }],
    ['a Content-Type of another type', { contentType: 7, body: 'x' }],
  ])('%s', (_title, change) => {
    const options = { authToken, url, signature, ...change } as unknown as VerifyOptions;
    expect(verify(options)).toMatchObject({ ok: false });
  });
});

describe('a form is what every parser takes for one', () => {
  const form = 'application/x-www-form-urlencoded';
  it.each([
    form,
    `${form}; charset=UTF-8`,
    `${form};charset="utf-8"`,
    `  ${form} ; charset=utf-8 ; x=y`,
    `${form};`,
    form.toUpperCase(),
  ])('%s is one', (type) => expect(isForm(type)).toBe(true));
  it.each([
    undefined,
    '',
    `${form}, ${form}`,
    `${form};, multipart/form-data; boundary=B`,
    `${form}; charset=utf-8, text/plain`,
    `${form}; x="a, b"`,
    `${form}; x="a; b"`,
    `${form}; x="a\\", multipart/form-data"`,
    `${form}; charset`,
    `${form}; =utf-8`,
    `${form} charset=utf-8`,
    `${form}\u00a0; charset=utf-8`,
    `\u00a0${form}`,
    `\v${form}`,
    `\ufeff${form}`,
    `${form}; ${'x'.repeat(300)}=y`,
    `x${form}`,
    // With a pattern that has two places for a blank, these take longer than anybody waits.
    `${form}${'; '.repeat(119)}@`,
    `${form}${';\t '.repeat(79)}@`,
    `${form}${' '.repeat(250)}@`,
    `${' '.repeat(20_000)}@`,
  ])('%s is not', (type) => expect(isForm(type)).toBe(false));
});

describe('a guard accepts with { ok: true } and nothing else', () => {
  const odd = [undefined, null, false, true, 0, 'yes', {}, { ok: 0 }, { ok: 1 }, { ok: 'true' }];
  const refusals = [...odd, { ok: false }, { ok: false, error: new Error('x') }, []];
  it.each(refusals.map((verdict) => [JSON.stringify(verdict), verdict]))(
    '%s',
    async (_t, verdict) => {
      const guard = (() => verdict) as unknown as Guard;
      const expected = { ok: false, error: { code: 'guard-failed', status: 500 } };
      const webhook = createReceiver({ authToken, httpAuth: guard });
      expect(await webhook.receive(request())).toMatchObject(expected);
      expect(await createGuardReceiver({ httpAuth: guard }).receive(request())).toMatchObject(
        expected,
      );
      const never: Guard = () => reject('unauthorized');
      expect(await anyOf([never, guard])(request())).toMatchObject(expected);
    },
  );

  it('one that throws is refused with its cause; another that accepts still counts', async () => {
    const cause = new Error('no database');
    const failing: Guard = () => {
      throw cause;
    };
    const received = await createGuardReceiver({ httpAuth: failing }).receive(request());
    expect(!received.ok && received.error.cause).toBe(cause);
    const accepting: Guard = () => ({ ok: true });
    expect(
      await createGuardReceiver({ httpAuth: [failing, accepting] }).receive(request()),
    ).toMatchObject({
      ok: true,
    });
  });

  it('one that hangs is answered after "lookupTimeout", but may wait for the body', async () => {
    const lookupTimeout = 20;
    const hanging: Guard = () => new Promise(() => {});
    const slow = createReceiver({ authToken, lookupTimeout, httpAuth: hanging });
    expect(await slow.receive(request())).toMatchObject({ error: { code: 'lookup-timeout' } });
    const reading: Guard = async (asked) => {
      await asked.body();
      return { ok: true };
    };
    const patient = createReceiver({ authToken, lookupTimeout, httpAuth: reading });
    const body = () =>
      new Promise<{ bytes: Uint8Array }>((resolve) => {
        setTimeout(resolve, 5 * lookupTimeout, { bytes: new Uint8Array(0) });
      });
    expect(await patient.receive(request({ body }))).toMatchObject({ ok: true });
  });
});

describe('publicUrl as a function', () => {
  it.each([
    ['a whole URL', 'https://example.com/voice?a=1'],
    ['nothing', undefined],
    ['an empty string', ''],
    ['no URL', 'example.com'],
    ['a host that moves the path', 'https://example.com\\voice'],
    ['two hosts', 'https://a@b@example.com'],
    ['another scheme', 'ftp://example.com'],
    ['an object', {}],
  ])('that returns %s makes the URL unknown', async (_title, returned) => {
    const receiver = createReceiver({ authToken, publicUrl: () => returned as string });
    expect(await receiver.receive(request())).toMatchObject({ error: { code: 'url-unknown' } });
  });

  it('that throws is an error of the server', async () => {
    const publicUrl = () => {
      throw new Error('no tenant');
    };
    const received = await createReceiver({ authToken, publicUrl }).receive(request());
    expect(received).toMatchObject({ error: { code: 'lookup-failed', status: 500 } });
  });
});

it('the verdict says which of the alternate targets was signed', async () => {
  const signed = sign({ authToken, url: `${url}?to=a|b` }).signature;
  const received = await createReceiver({ authToken }).receive(
    request({
      target: '/voice?to=a%7Cb',
      alternateTargets: () => ['/voice?to=a%7cb', '/voice?to=a|b'],
      header: (name) => (name === 'x-twilio-signature' ? signed : undefined),
    }),
  );
  expect(received).toMatchObject({ ok: true, target: '/voice?to=a|b', url: `${url}?to=a|b` });
});

it('the last of ten alternate targets is tried, whatever port and apostrophes make of the others', async () => {
  const targets = Array.from({ length: 10 }, (_, i) => `/voice?q=it's&a=${i}`);
  const last = targets.at(-1) ?? '';
  const { signature } = sign({ authToken, url: `${new URL(url).origin}${last}` });
  const received = await createReceiver({ authToken }).receive(
    request({
      target: '/voice?q=it%27s&a=x',
      alternateTargets: () => targets,
      header: (name) => (name === 'x-twilio-signature' ? signature : undefined),
    }),
  );
  expect(received).toMatchObject({ ok: true, target: last });
});

it('an environment that may not be read (Deno without permission) is one without a token', async () => {
  const forbid = () => {
    throw new Error('NotCapable');
  };
  vi.stubGlobal('process', { env: new Proxy({}, { get: forbid, has: forbid }) });
  expect(() => createReceiver()).toThrow(/no auth token/);
  const forged = request({ target: '/other' });
  expect(await createReceiver({ authToken }).receive(forged)).toMatchObject({
    error: { code: 'signature-mismatch' },
  });
});

it('a rejection is made under --frozen-intrinsics too', () => {
  const core = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const program = `
    import { verify } from ${JSON.stringify(core)};
    const { ok, error } = verify({ authToken: 't', url: 'https://h/', signature: '' });
    console.log(ok, error.code, error.stack);`;
  const args = ['--no-warnings', '--frozen-intrinsics', '--input-type=module', '-e', program];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe(
    'false missing-signature WebhookError: The request carries no signature header.\n',
  );
});

it.each(['authToken', 'publicUrl', 'accountSid', 'header', 'bodyLimit', 'httpAuth', 'onReject'])(
  '%s: undefined is an unset variable, and fails at start',
  (option) => {
    expect(() => createReceiver({ authToken, [option]: undefined })).toThrow(
      expect.objectContaining({ code: 'invalid-option', option }),
    );
  },
);

describe('a configured URL counts if a handler reads from the target what it says', () => {
  it.each<[configured: string, target: string, accepted: boolean]>([
    ['/voice?a=1', '/voice?a=1', true],
    ['/v%6fice?%61=1+2', '/voice?a=1%202', true],
    ['/voice??a=1', '/voice??a=1', true],
    ['/voice??a=1', '/voice?a=1', false],
    ['/voice?a=1', '/voice??a=1', false],
    ['/%zz', '/%zz', true],
    ['/%zz', '/%00%25zz', false],
    ['/a%2Fb', '/a/b', false],
  ])('%s for %s: %s', async (path, target, accepted) => {
    const configuredUrl = `https://configured.example${path}`;
    const receiver = createReceiver({ authToken, configuredUrl });
    const { signature } = sign({ authToken, url: configuredUrl });
    const header = (name: string) => (name === 'x-twilio-signature' ? signature : undefined);
    expect((await receiver.receive(request({ target, header }))).ok).toBe(accepted);
  });
});

it('a body that fails while nobody reads it stops nothing', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  try {
    const turn = { replay: undefined, finish: async () => {}, release: vi.fn(async () => {}) };
    const chunk = new Uint8Array(40_000);
    let fail = (_error: Error) => {};
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        // More than is kept, so that the rest is only passed on.
        controller.enqueue(chunk);
        controller.enqueue(chunk);
        fail = (error) => controller.error(error);
      },
    });
    const response = await respondOnce(turn, () => new Response(source));
    fail(new Error('the end of the source'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).not.toHaveBeenCalled();
    // Whoever reads on hears of it, and the event is given back.
    await expect(response.arrayBuffer()).rejects.toThrow('the end of the source');
    expect(turn.release).toHaveBeenCalledOnce();
  } finally {
    process.off('unhandledRejection', unhandled);
  }
});
