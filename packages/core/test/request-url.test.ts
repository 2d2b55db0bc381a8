// Which URL a guard verifies: the borders between host, path and query are where an attacker pushes.
import { describe, expect, it } from 'vitest';
import { createReceiver } from '../src/adapter.js';
import {
  bodyHash,
  OptionError,
  type SignatureOptions,
  sign,
  signatureGuard,
  type WebhookRequest,
} from '../src/index.js';

const authToken = 'token';

function request(fields: Partial<WebhookRequest> = {}, signed?: string): WebhookRequest {
  return {
    method: 'GET',
    target: '/voice',
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name) =>
      name === 'x-twilio-signature' ? (signed ?? `${'A'.repeat(27)}=`) : undefined,
    body: () => ({ bytes: new Uint8Array(0) }),
    ...fields,
  };
}

/** The URL that a look-up is told, which is the first to be tried; or the reason why there is none. */
async function urlOf(fields: Partial<WebhookRequest>, options: SignatureOptions = {}) {
  let url: string | undefined;
  const lookUp = signatureGuard({
    ...options,
    authToken: ({ unverifiedUrl }) => {
      url = unverifiedUrl;
      return authToken;
    },
  });
  const verdict = await lookUp(request(fields));
  return url ?? (verdict.ok || verdict.error.code);
}

/** Whether a request is accepted whose sender signed this URL. */
async function accepts(
  signedUrl: string,
  fields: Partial<WebhookRequest>,
  options: SignatureOptions = {},
) {
  const { signature: signed } = sign({ authToken, url: signedUrl });
  const verdict = await signatureGuard({ authToken, ...options })(request(fields, signed));
  return verdict.ok ? verdict.url : false;
}

describe('Host', () => {
  it.each([
    'a',
    'A-b.Example',
    '_a_.b_',
    'a.',
    '127.0.0.1:8080',
    'a:1',
    'a:65535',
    '[::1]',
    '[::FFFF:1.2.3.4]:80',
    '[::]',
    `[${':'.repeat(45)}]`,
    'x'.repeat(255),
  ])('%j is one', async (host) => {
    expect(await urlOf({ host })).toBe(`https://${host}/voice`);
  });

  it.each([
    undefined,
    '',
    '.',
    '.a',
    '-a',
    'a-',
    'a:',
    ':1',
    'a:x',
    'a:1x',
    'a:1:2',
    'a:123456',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a@b',
    'a b',
    'a,b',
    'a\n',
    '\na',
    'ä',
    '[::1',
    '::1',
    '[:]',
    '[]',
    '[g::1]',
    '[::1]x',
    'x[::1]',
    '[::1]:',
    `[${':'.repeat(46)}]`,
    'x'.repeat(256),
  ])('%j is none', async (host) => {
    expect(await urlOf({ host })).toBe('url-unknown');
  });
});

describe('the scheme', () => {
  it.each([
    ['https', 'https'],
    ['http', 'http'],
    ['HTTPS', 'https'],
    ['Http', 'http'],
  ])('%j is %s', async (protocol, scheme) => {
    expect(await urlOf({ protocol })).toBe(`${scheme}://example.com/voice`);
    expect(await urlOf({ protocol, upgrade: true })).toBe(
      `${scheme.replace('http', 'ws')}://example.com/voice`,
    );
  });

  it.each(['wss', 'ws'])(
    '%j, as some proxies announce upgrades, is that of an upgrade alone',
    async (protocol) => {
      const url = `${protocol}://example.com/voice`;
      expect(await urlOf({ protocol, upgrade: true })).toBe(url);
      expect(await urlOf({ protocol })).toBe('url-unknown');
    },
  );

  it.each([
    '',
    'ftp',
    'https:',
    'https, http',
    ' https',
    'https ',
    'xhttps',
    'httpss',
    'https://example.com/voice?next=https',
  ])('%j is none', async (protocol) => {
    expect(await urlOf({ protocol })).toBe('url-unknown');
  });
});

describe('the request target', () => {
  it.each([
    ['/', '/'],
    ['//', '//'],
    ['/a?b#c', '/a?b#c'],
    ['http://other.example/a?b', '/a?b'],
    ['HTTPS://OTHER.example:1/', '/'],
    ['http://[::1]/a', '/a'],
    ['http://other.example/a\nb', '/a\nb'],
    ['http://other.example//a', '//a'],
  ])('%j is %j', async (target, path) => {
    expect(await urlOf({ target })).toBe(`https://example.com${path}`);
  });

  it.each([
    '',
    '*',
    'voice',
    'http://other.example',
    'http://other.example?/a',
    'http://other.example#/a',
    'http:///a',
    'http://:acme/voice',
    'http://user@other.example/a',
    'http:/other.example/a',
    'xhttp://other.example/a',
    'ftp://other.example/a',
    ' http://other.example/a',
    'httpss://other.example/a',
    'other.example:443',
  ])('%j is none', async (target) => {
    expect(await urlOf({ target })).toBe('url-unknown');
    expect(await urlOf({ target }, { configuredUrl: 'https://example.com/a' })).toBe('url-unknown');
  });
});

describe('publicUrl', () => {
  it.each(['example.com/tenants', 'example.com?', 'example.com#', 'a@example.com', ''])(
    'a function gets no host from %j, which would move the start of the path',
    async (host) => {
      const hosts: unknown[] = [];
      const publicUrl = (request: WebhookRequest) => {
        hosts.push(request.host);
        return `https://${request.host}`;
      };
      const fields = { host, target: '/7/a' };
      expect(await accepts(`https://${host}/7/a`, fields, { publicUrl })).toBe(false);
      expect(hosts).toEqual([undefined]);
      expect(await accepts('https://h/7/a', { ...fields, host: 'h' }, { publicUrl })).toBe(
        'https://h/7/a',
      );
    },
  );

  it.each(['https://h/tenants#', 'https://h/tenants/', 'https:', 'javascript'])(
    'a function gets no scheme from %j either',
    async (protocol) => {
      const schemes: unknown[] = [];
      const publicUrl = (request: WebhookRequest) => {
        schemes.push(request.protocol);
        return `${request.protocol}://${request.host}`;
      };
      const fields = { protocol, host: 'h', target: '/7/a' };
      expect(await accepts('https://h/tenants/7/a', fields, { publicUrl })).toBe(false);
      expect(schemes).toEqual(['']);
    },
  );

  it('a password is in no message', () => {
    const publicUrl = 'https://user:hunter2@example.com?x';
    expect(() => signatureGuard({ authToken, publicUrl })).toThrow('got "https://example.com?x"');
  });

  it.each([
    ['https://pub.example', 'https://pub.example/voice'],
    ['https://pub.example/', 'https://pub.example/voice'],
    ['https://pub.example/a/b', 'https://pub.example/a/b/voice'],
    ['https://pub.example/a/b/', 'https://pub.example/a/b/voice'],
    ['https://user:pass@pub.example', 'https://user:pass@pub.example/voice'],
    ['https://pub.example/a@b', 'https://pub.example/a@b/voice'],
    ['https://bücher.example', 'https://bücher.example/voice'],
    ['https://書籍.example:1', 'https://書籍.example:1/voice'],
    ['http://[::1]:8080', 'http://[::1]:8080/voice'],
    ['HTTP://pub.example', 'HTTP://pub.example/voice'],
  ])('%s', async (publicUrl, url) => {
    // Nothing of the request but the target counts.
    const fields = { host: undefined, protocol: 'nonsense' };
    expect(await urlOf(fields, { publicUrl })).toBe(url);
    expect(await urlOf(fields, { publicUrl: () => publicUrl })).toBe(url);
  });

  it.each([
    '',
    'pub.example',
    '/prefix',
    'wss://pub.example',
    'xhttps://pub.example',
    'https:/pub.example',
    'https://',
    'https:///a',
    'https://-pub.example',
    'https://pub.example:port',
    'https://pub.example?',
    'https://pub.example/?a',
    'https://pub.example ',
    'https://pub.example/a b',
    'https://user@name@pub.example',
    'https://user name@pub.example',
    'https://pub.example\\a',
    null,
    1,
    {},
    ['https://pub.example'],
  ])('cannot be %j', async (publicUrl) => {
    const returned = () => publicUrl as never;
    expect(await urlOf({}, { publicUrl: returned })).toBe('url-unknown');
    const options = { authToken, publicUrl: publicUrl as never };
    expect(() => signatureGuard(options)).toThrow(OptionError);
    const shown = JSON.stringify(publicUrl)?.replace(/\/\/.*@/, '//');
    expect(() => signatureGuard(options)).toThrow(`got ${shown}.`);
    expect(() => signatureGuard(options)).toThrow(expect.objectContaining({ option: 'publicUrl' }));
  });

  it.each(['https://pub.example/p#rc=2', 'https://pub.example/p/#', 'https://pub.example/p#a#b ?'])(
    'a function may return the fragment of a configured URL, which is cut: %s',
    async (configured) => {
      const url = await urlOf({ target: '/voice' }, { publicUrl: () => configured });
      expect(url).toBe('https://pub.example/p/voice');
      const options = { authToken, publicUrl: configured };
      expect(() => signatureGuard(options)).toThrow(OptionError);
    },
  );

  it('of an upgrade is that of the WebSocket', async () => {
    const fields = { upgrade: true };
    expect(await urlOf(fields, { publicUrl: 'http://pub.example/http' })).toBe(
      'ws://pub.example/http/voice',
    );
    expect(await urlOf(fields, { publicUrl: () => 'https://pub.example' })).toBe(
      'wss://pub.example/voice',
    );
  });
});

describe('rewrite', () => {
  const rule = { from: '/twilio', to: '/internal/hooks' };
  it.each<[string, SignatureOptions['rewrite'], string]>([
    ['/internal/hooks/voice?a=1', rule, '/twilio/voice?a=1'],
    ['/internal/hooks', rule, '/twilio'],
    ['/internal/hooks/', rule, '/twilio/'],
    ['/internal/hooks?a=/b', rule, '/twilio?a=/b'],
    // Prefixes end at a slash.
    ['/internal/hooksters', rule, '/internal/hooksters'],
    ['/internal/hooks-x/y', rule, '/internal/hooks-x/y'],
    ['/x/internal/hooks/voice', rule, '/x/internal/hooks/voice'],
    ['/twilio/voice', rule, '/twilio/voice'],
    ['/voice', [], '/voice'],
    ['/internal/voice', { from: '/twilio/', to: '/internal/' }, '/twilio/voice'],
    ['/internal', { from: '/twilio/', to: '/internal/' }, '/twilio'],
    ['/internal/voice', { from: '/', to: '/internal' }, '/voice'],
    ['/voice', { from: '/api', to: '/' }, '/api/voice'],
    ['/a/b', { from: '/x/y', to: '/a' }, '/x/y/b'],
    ['/b/c', [rule, { from: '/x', to: '/b' }], '/x/c'],
    [
      '/b/c',
      [
        { from: '/x', to: '/b' },
        { from: '/y', to: '/b' },
      ],
      '/x/c',
    ],
    ['http://other.example/internal/hooks/voice', rule, '/twilio/voice'],
  ])('%s under %j', async (target, rewrite, path) => {
    expect(await urlOf({ target }, { rewrite: rewrite as never })).toBe(
      `https://example.com${path}`,
    );
  });

  it('comes before the prefix of publicUrl', async () => {
    const options = { rewrite: rule, publicUrl: 'https://pub.example/p' };
    expect(await urlOf({ target: '/internal/hooks/voice' }, options)).toBe(
      'https://pub.example/p/twilio/voice',
    );
  });

  it.each<[unknown]>([
    [null],
    ['/twilio'],
    [{}],
    [{ from: '/a' }],
    [{ to: '/a' }],
    [{ from: 'a', to: '/b' }],
    [{ from: '/a', to: 'b' }],
    [{ from: '', to: '/b' }],
    [{ from: 'x/a', to: '/b' }],
    [{ from: '/a?b', to: '/b' }],
    [{ from: '/a', to: '/b#c' }],
    [{ from: '/a b', to: '/b' }],
    [{ from: '/a', to: ['/b'] }],
    [{ from: '/a', to: '/b', status: 301 }],
    [[{ from: '/a', to: '/b' }, {}]],
    [[undefined]],
  ])('cannot be %j', (rewrite) => {
    const options = { authToken, rewrite: rewrite as never };
    expect(() => signatureGuard(options)).toThrow(
      expect.objectContaining({
        name: 'OptionError',
        option: 'rewrite',
        message: expect.stringContaining('{ from, to }'),
      }),
    );
  });
});

describe('configuredUrl', () => {
  const hash = bodyHash('x');
  const other = bodyHash('y');
  const configured = 'https://configured.example';

  it.each<[configured: string, target: string, signed: string]>([
    ['/voice', '/voice', '/voice'],
    ['', '/', ''],
    ['/', '/', '/'],
    ['?a=1', '/?a=1', '?a=1'],
    ['/v%6Fice', '/voice', '/v%6Fice'],
    ['/a+b', '/a+b', '/a+b'],
    ['/voice?a=1+2', '/voice?a=1%202', '/voice?a=1+2'],
    ['/voice?a=1#fragment', '/voice?a=1', '/voice?a=1'],
    ['/voice?a=b=c', '/voice?a=b%3Dc', '/voice?a=b=c'],
    // A sender adds the hash of a body to the URL itself.
    ['/voice', `/voice?bodySHA256=${hash}`, `/voice?bodySHA256=${hash}`],
    ['/voice?', `/voice?bodySHA256=${hash}`, `/voice?bodySHA256=${hash}`],
    ['/voice?a=1', `/voice?a=1&bodySHA256=${hash}`, `/voice?a=1&bodySHA256=${hash}`],
    ['/voice?a=1&', `/voice?a=1&bodySHA256=${hash}`, `/voice?a=1&bodySHA256=${hash}`],
    [
      '/v%6Fice',
      `/voice?bodySHA256=${hash}&bodySHA256=${hash}`,
      `/v%6Fice?bodySHA256=${hash}&bodySHA256=${hash}`,
    ],
  ])('%j for the target %s', async (path, target, signed) => {
    const url = `${configured}${signed}`;
    const options = { configuredUrl: `${configured}${path}` };
    expect(await accepts(url, { target }, options)).toBe(url);
    // In a list, and without anything else that tells the URL.
    const list = ['https://a.example/other', options.configuredUrl];
    expect(await accepts(url, { target, host: undefined }, { configuredUrl: list })).toBe(url);
  });

  it.each<[configured: string, target: string, signed: string]>([
    ['/voice', '/other', '/voice'],
    ['/voice', '/voice/', '/voice'],
    ['/voice', '/voice?a=1', '/voice'],
    ['/voice?a=1', '/voice', '/voice?a=1'],
    ['/voice?a=1&b=2', '/voice?b=2&a=1', '/voice?a=1&b=2'],
    ['/voice?a=1', '/voice?a=1&a=1', '/voice?a=1'],
    ['/voice?a=1', '/voice?a=1=2', '/voice?a=1'],
    ['/a%2Fb', '/a/b', '/a%2Fb'],
    ['/a/b', '/a%2Fb', '/a/b'],
    ['/%zz', '/%25zz', '/%zz'],
    // Not at the end, not alone, not of the form of a hash.
    ['/voice?a=1', `/voice?bodySHA256=${hash}&a=1`, '/voice?a=1'],
    ['/voice', `/voice?bodySHA256=${hash}0`, '/voice'],
    ['/voice', `/voice?bodySHA256=${hash.slice(1)}`, '/voice'],
    ['/voice', `/voice?bodySHA256=${hash.toUpperCase()}`, '/voice'],
    ['/voice', `/voice?xbodySHA256=${hash}`, '/voice'],
    // The hash that came is the one that must be signed.
    ['/voice', `/voice?bodySHA256=${hash}`, '/voice'],
    ['/voice', `/voice?bodySHA256=${hash}`, `/voice?bodySHA256=${other}`],
  ])('%j is not for the target %s', async (path, target, signed) => {
    const options = { configuredUrl: `${configured}${path}` };
    expect(await accepts(`${configured}${signed}`, { target }, options)).toBe(false);
  });

  it('is tried after the URL of the request, which stays good', async () => {
    const options = { configuredUrl: `${configured}/voice` };
    expect(await accepts('https://example.com/voice', {}, options)).toBe(
      'https://example.com/voice',
    );
    expect(await urlOf({}, options)).toBe('https://example.com/voice');
    expect(await urlOf({ host: undefined }, options)).toBe(`${configured}/voice`);
    expect(await urlOf({ host: undefined }, { configuredUrl: `${configured}/other` })).toBe(
      'url-unknown',
    );
    expect(await urlOf({ host: undefined })).toBe('url-unknown');
  });

  it('is compared with what publicUrl and rewrite make of the target', async () => {
    const options = {
      configuredUrl: `${configured}/p/twilio/v%6Fice`,
      publicUrl: 'https://pub.example/p',
      rewrite: { from: '/twilio', to: '/internal' },
    };
    expect(await accepts(options.configuredUrl, { target: '/internal/voice' }, options)).toBe(
      options.configuredUrl,
    );
    expect(await accepts(options.configuredUrl, { target: '/p/twilio/voice' }, options)).toBe(
      false,
    );
  });

  it.each<[configured: string, upgrade: boolean, signed: string, good: boolean]>([
    ['https://configured.example/http', true, 'wss://configured.example/http', true],
    ['http://configured.example/http', true, 'ws://configured.example/http', true],
    ['wss://configured.example/http', true, 'wss://configured.example/http', true],
    ['WSS://configured.example/http', true, 'WSS://configured.example/http', true],
    ['https://configured.example/http', true, 'https://configured.example/http', false],
    ['wss://configured.example/http', false, 'wss://configured.example/http', false],
    ['https://ws.example/http', false, 'https://ws.example/http', true],
  ])('%s, upgrade %s, signed %s: %s', async (configuredUrl, upgrade, signed, good) => {
    const url = await accepts(signed, { target: '/http', upgrade }, { configuredUrl });
    expect(url).toBe(good ? signed : false);
  });

  it.each<[unknown]>([
    [null],
    [1],
    [''],
    ['/voice'],
    ['configured.example/voice'],
    ['ftp://configured.example/'],
    ['xhttps://configured.example/'],
    ['https:/configured.example/'],
    ['https://'],
    ['https:///voice'],
    ['https://?a'],
    ['https://configured.example/a b'],
    ['https://configured .example/'],
    ['#https://configured.example/'],
    [['https://configured.example/', '']],
    [[undefined]],
  ])('cannot be %j', (configuredUrl) => {
    expect(() => signatureGuard({ authToken, configuredUrl: configuredUrl as never })).toThrow(
      expect.objectContaining({
        name: 'OptionError',
        option: 'configuredUrl',
        message: expect.stringContaining('the whole URL'),
      }),
    );
  });
});

describe('alternate targets', () => {
  const alternatesOf = (...targets: string[]) => ({
    target: '/voice?to=a%7Cb',
    alternateTargets: () => targets,
  });

  /** The target that a verdict names if the sender signed this URL. */
  async function targetOf(
    signedUrl: string,
    fields: Partial<WebhookRequest>,
    options: SignatureOptions = {},
  ) {
    const { signature: signed } = sign({ authToken, url: signedUrl });
    const verdict = await signatureGuard({ authToken, ...options })(request(fields, signed));
    return verdict.ok ? verdict.target : false;
  }

  it('come after the target, each under its own name', async () => {
    const fields = alternatesOf('/voice?to=a%7cb', '*', '/voice?to=a|b');
    for (const target of ['/voice?to=a%7Cb', '/voice?to=a%7cb', '/voice?to=a|b']) {
      expect(await targetOf(`https://example.com${target}`, fields)).toBe(target);
      expect(await targetOf(`https://example.com:443${target}`, fields)).toBe(target);
      const { signature: signed } = sign({ authToken, url: `https://example.com${target}` });
      const received = await createReceiver({ authToken }).receive(request(fields, signed));
      expect(received).toMatchObject({ ok: true, target, url: `https://example.com${target}` });
    }
    expect(await targetOf('https://example.com/voice?to=b', fields)).toBe(false);
  });

  it('come after the configured URLs, which are of the target that came', async () => {
    const fields = alternatesOf('/voice?to=a|b');
    const configuredUrl = [
      'https://one.example/voice?to=a|b',
      'https://elsewhere.example/other',
      'https://two.example/voice?to=a|b',
    ];
    for (const url of ['https://one.example/voice?to=a|b', 'https://two.example/voice?to=a|b']) {
      expect(await targetOf(url, fields, { configuredUrl })).toBe(fields.target);
    }
    expect(await targetOf('https://example.com/voice?to=a|b', fields, { configuredUrl })).toBe(
      '/voice?to=a|b',
    );
  });

  it('are under publicUrl and rewrite as the target is', async () => {
    const options = {
      publicUrl: 'https://pub.example/p',
      rewrite: { from: '/twilio', to: '/voice' },
    };
    const fields = alternatesOf('/voice?to=a|b');
    expect(await targetOf('https://pub.example/p/twilio?to=a|b', fields, options)).toBe(
      '/voice?to=a|b',
    );
  });

  it('that make a URL which the target has made already change nothing', async () => {
    const fields = { target: '/voice/', alternateTargets: () => ['/voice'] };
    expect(await targetOf('https://example.com/voice', fields)).toBe('/voice/');
  });

  it('are not asked for if the target is the one that was signed', async () => {
    let asked = 0;
    const fields = {
      alternateTargets: () => {
        asked += 1;
        return [];
      },
    };
    expect(await targetOf('https://example.com/voice', fields)).toBe('/voice');
    expect(asked).toBe(0);
    expect(await targetOf('https://example.com/other', fields)).toBe(false);
    expect(asked).toBe(1);
  });

  it('are ten at the most', async () => {
    let made = 0;
    function* endless(): Generator<string> {
      for (;;) {
        made += 1;
        yield '/same';
      }
    }
    expect(await targetOf('https://example.com/x', { alternateTargets: endless })).toBe(false);
    expect(made).toBe(10);
  });
});
