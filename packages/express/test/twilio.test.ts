// Migrating is changing one import: both packages, side by side, on the same servers and requests.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exchange,
  forgeries,
  formPost,
  get,
  headerOf,
  jsonPost,
  type WireRequest,
  withBody,
  withHeader,
} from '@sig/conformance';
import { captureRawBody } from '@sig/express';
import * as sig from '@sig/express/twilio';
import express, { type RequestHandler } from 'express';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const authToken = 'token';
const to = { authToken, origin: 'http://phone.example' };
const servers: ReturnType<typeof createServer>[] = [];

beforeEach(() => {
  // The twilio package prefers the environment to the option.
  delete process.env.TWILIO_AUTH_TOKEN;
});
afterEach(() => {
  delete process.env.TWILIO_AUTH_TOKEN;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function send(handlers: RequestHandler[], request: WireRequest) {
  const app = express()
    .set('env', 'test')
    .use(express.urlencoded({ extended: false, verify: captureRawBody }))
    .use(express.json({ verify: captureRawBody }))
    .use(handlers, ((_req, res) => void res.send('reached')) as RequestHandler);
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return exchange((server.address() as AddressInfo).port, request);
}

type Packages = { webhook: (...args: never[]) => unknown }[];
const packages = [twilio, sig] as unknown as Packages;

/** Each with arguments of its own: the twilio package writes into the options that it is given. */
async function both(args: unknown[], request: WireRequest) {
  const answers = packages.map(async ({ webhook }) => {
    const { status, body } = await send(
      [webhook(...(structuredClone(args) as never[])) as RequestHandler],
      request,
    );
    return { status, body };
  });
  const [theirs, ours] = await Promise.all(answers);
  return { theirs, ours };
}

describe('webhook() answers as that of the twilio package', () => {
  const voice = formPost(to, '/voice?a=b', { Digits: '1', To: '+1 555' });
  const outside = formPost({ authToken, origin: 'https://public.example' }, '/voice?a=b', {});
  const inside = withHeader(outside, 'Host', 'internal');

  it.each<[string, unknown[], WireRequest, number]>([
    ['a token', [authToken], voice, 200],
    ['options before the token', [{ validate: true }, authToken], voice, 200],
    ['another token', ['other'], voice, 403],
    ['no header', [authToken], withHeader(voice, 'X-Twilio-Signature', undefined), 400],
    ['url', [{ url: 'https://public.example/voice?a=b' }, authToken], inside, 200],
    ['host and protocol', [{ host: 'public.example', protocol: 'https' }, authToken], inside, 200],
    ['protocol', [{ protocol: 'https' }, authToken], outside, 200],
    ['wrong protocol', [authToken], outside, 403],
  ])('%s', async (_title, args, request, status) => {
    const { theirs, ours } = await both(args, request);
    expect(ours).toEqual(theirs);
    expect(ours?.status).toBe(status);
  });

  it('accepts JSON by its bytes, where the twilio package knows only an object', async () => {
    const request = jsonPost(to, '/events', '{ "a": 1.0 }');
    const { status } = await send([sig.webhook(authToken)], request);
    expect(status).toBe(200);
  });

  it('lets none of the forgeries through', async () => {
    for (const { request } of forgeries(to)) {
      if (headerOf(request, 'Upgrade') !== '') continue;
      // The parser undoes compression, so what is verified is the genuine form.
      if (headerOf(request, 'Content-Encoding') !== '') continue;
      const { status } = await send([sig.webhook(authToken)], request);
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });

  it('differs where the twilio package takes a body it cannot parse for none', async () => {
    const posted = { ...withBody(get(to, '/voice'), 'transfer=all'), method: 'POST' };
    const forged = withHeader(posted, 'Content-Type', 'text/plain');
    const { theirs, ours } = await both([authToken], forged);
    expect([theirs?.status, ours?.status]).toEqual([200, 403]);
  });

  it('differs where the twilio package overwrites the option by the environment', async () => {
    process.env.TWILIO_AUTH_TOKEN = 'of the environment';
    const { theirs, ours } = await both([{ authToken }], voice);
    expect([theirs?.status, ours?.status]).toEqual([403, 200]);
    expect((await send([sig.webhook(authToken)], voice)).status).toBe(200);
  });

  it('throws at set-up for what cannot be right', () => {
    expect(() => sig.webhook({ validate: false, authToken })).toThrow(/"validate: false"/);
    expect(() => sig.webhook({ authTokn: 'x' } as never)).toThrow(/"authTokn"/);
    expect(() => sig.webhook()).toThrow(/auth token/);
  });
});

describe('shared keys', () => {
  const sharedKeySecret = 'the secret of the key';
  const origin = 'http://phone.example';
  const byKey = { origin, sharedKey: { id: 'KY1', secret: sharedKeySecret } };
  const form = formPost(byKey, '/voice?a=b', { Digits: '1' });
  const json = jsonPost(byKey, '/events', '{"a":1}');
  const byToken = formPost(to, '/voice?a=b', { Digits: '1' });
  const settings = sig.SIGNATURE_SETTINGS_HEADER;
  const sha1 = formPost(
    { origin, sharedKey: { id: 'KY1', secret: sharedKeySecret, algorithm: 'HMAC-SHA1' } },
    '/voice?a=b',
    { Digits: '1' },
  );

  it.each<[string, unknown[], WireRequest, number]>([
    ['a shared key', [authToken, { sharedKeySecret }], form, 200],
    [
      'of any id',
      [authToken, { sharedKeySecret }],
      withHeader(form, settings, 'key=X,algorithm=HMAC_SHA256'),
      200,
    ],
    ['of JSON', [authToken, { sharedKeySecret }], json, 200],
    ['the token next to it', [authToken, { sharedKeySecret }], byToken, 200],
    ['without the token', [{ sharedKeySecret }], form, 200],
    ['another secret', [authToken, { sharedKeySecret: 'other' }], form, 403],
    ['no secret configured', [authToken], form, 403],
    ['the token, where there is only a secret', [{ sharedKeySecret }], byToken, 403],
    ['SHA-1 with the secret', [authToken, { sharedKeySecret }], sha1, 403],
    [
      'another algorithm',
      [authToken, { sharedKeySecret }],
      withHeader(form, settings, 'key=KY1,algorithm=HMAC_SHA512'),
      403,
    ],
    [
      'settings that do not parse',
      [authToken, { sharedKeySecret }],
      withHeader(form, settings, 'KY1'),
      403,
    ],
    [
      'settings on a request of the token',
      [authToken, { sharedKeySecret }],
      withHeader(byToken, settings, 'key=KY1,algorithm=HMAC_SHA1'),
      403,
    ],
  ])('%s', async (_title, args, request, status) => {
    expect((await send([sig.webhook(...(args as never[]))], request)).status).toBe(status);
    const [first, second = first] = args as [string | object, object?];
    const validates: RequestHandler = (req, res) => {
      const token = typeof first === 'string' ? first : '';
      const isGenuine = sig.validateIncomingRequest(req, token, Object(second));
      res.status(isGenuine ? 200 : 403).end();
    };
    expect((await send([validates], request)).status).toBe(status);
  });

  it('takes the token of the environment as well, as the twilio package does', async () => {
    process.env.TWILIO_AUTH_TOKEN = authToken;
    expect((await send([sig.webhook({ sharedKeySecret })], byToken)).status).toBe(200);
  });

  it('an empty secret is a mistake of the set-up', () => {
    expect(() => sig.webhook(authToken, { sharedKeySecret: '' })).toThrow(/"sharedKeySecret"/);
    expect(() => sig.webhook(authToken, { sharedKeySecret: undefined } as never)).toThrow(
      /"sharedKeySecret"/,
    );
  });

  it('getSignatureAlgorithm() says what a header announces, and validates nothing that is not supported', () => {
    expect(sig.getSignatureAlgorithm(undefined)).toBe('HMAC_SHA1');
    expect(sig.getSignatureAlgorithm('key=KY1,algorithm=HMAC_SHA256')).toBe('HMAC_SHA256');
    for (const header of [
      '',
      'KY1',
      'key=KY1,algorithm=HMAC_SHA512',
      'key=KY1,algorithm=constructor',
    ]) {
      const algorithm = sig.getSignatureAlgorithm(header);
      for (const hash of ['sha1', 'sha256']) {
        const signature = createHmac(hash, sharedKeySecret).update('https://h/').digest('base64');
        expect(sig.validateRequest(sharedKeySecret, signature, 'https://h/', {}, algorithm)).toBe(
          false,
        );
      }
    }
  });

  it('a fragment of the configured URL is cut', () => {
    const signature = createHmac('sha1', authToken).update('https://h/?a').digest('base64');
    expect(sig.validateRequest(authToken, signature, 'https://h/?a#rc=2', {})).toBe(true);
  });
});

describe('validateIncomingRequest()', () => {
  const check =
    (valid: typeof sig.validateIncomingRequest): RequestHandler =>
    (req, res) =>
      void res.send(String(valid(req, authToken)));

  it.each<[string, WireRequest, string]>([
    ['genuine', formPost(to, '/voice', { Digits: '1' }), 'true'],
    ['forged', formPost({ ...to, authToken: 'other' }, '/voice', { Digits: '1' }), 'false'],
    [
      'without a header',
      withHeader(formPost(to, '/voice', {}), 'X-Twilio-Signature', undefined),
      'false',
    ],
  ])('%s', async (_title, request, result) => {
    const theirs = twilio.validateExpressRequest as typeof sig.validateIncomingRequest;
    expect((await send([check(theirs)], request)).body).toBe(result);
    expect((await send([check(sig.validateIncomingRequest)], request)).body).toBe(result);
    expect((await send([check(sig.validateExpressRequest)], request)).body).toBe(result);
  });

  it('a target with a fragment, of which nothing is verified', async () => {
    const genuine = formPost(to, '/voice?x=1', { Digits: '1' });
    const request = { ...genuine, target: '/voice?x=1#&to=EVIL' };
    expect((await send([check(sig.validateIncomingRequest)], request)).body).toBe('false');
    expect((await send([sig.webhook(authToken)], request)).status).toBe(403);
  });

  it.each([
    ['a Host that ends in a fragment', 'phone.example/voice#'],
    ['a Host that ends in a query', 'phone.example/voice?'],
    ['a Host with a path', 'phone.example/voice'],
  ])('%s moves nothing', async (_title, host) => {
    const genuine = get(to, '/voice/other?Digits=9');
    const signature = headerOf(get(to, '/voice'), 'X-Twilio-Signature');
    for (const signed of [signature, headerOf(genuine, 'X-Twilio-Signature')]) {
      const forged = withHeader(
        withHeader({ ...genuine, target: '/other?Digits=9' }, 'Host', host),
        'X-Twilio-Signature',
        signed,
      );
      expect((await send([check(sig.validateIncomingRequest)], forged)).body).toBe('false');
      expect((await send([sig.webhook(authToken)], forged)).status).not.toBe(200);
      expect((await send([sig.webhook(authToken, { protocol: 'http' })], forged)).status).not.toBe(
        200,
      );
    }
  });

  it.each(['http://phone.example/voice#', 'http://phone.example/voice?', 'javascript'])(
    'of the scheme %j, as a trusted proxy passes it on: false',
    async (scheme) => {
      const request = withHeader(get(to, '/voice'), 'X-Forwarded-Proto', scheme);
      const valid: RequestHandler = (req, res) => {
        req.app.set('trust proxy', true);
        res.send(String(sig.validateIncomingRequest(req, authToken)));
      };
      expect((await send([valid], { ...request, target: '/other?Digits=9' })).body).toBe('false');
      expect((await send([valid], withHeader(request, 'X-Forwarded-Proto', 'http'))).body).toBe(
        'true',
      );
    },
  );

  it('with a host in its own script', async () => {
    const genuine = get({ authToken, origin: 'http://b\u00fccher.example' }, '/voice');
    const valid: RequestHandler = (req, res) =>
      void res.send(
        String(sig.validateIncomingRequest(req, authToken, { host: 'b\u00fccher.example' })),
      );
    const inside = withHeader(genuine, 'Host', 'internal');
    expect((await send([valid], inside)).body).toBe('true');
  });

  it('with a URL, of another path or query', async () => {
    const url = 'https://public.example/voice#rc=2';
    const valid: RequestHandler = (req, res) =>
      void res.send(String(sig.validateIncomingRequest(req, authToken, { url })));
    const outside = formPost({ authToken, origin: 'https://public.example' }, '/voice', { a: '1' });
    const inside = withHeader(outside, 'Host', 'internal');
    expect((await send([valid], inside)).body).toBe('true');
    for (const target of ['/other', '/voice?Digits=9', '/voice/']) {
      expect((await send([valid], { ...inside, target })).body).toBe('false');
    }
  });

  it('JSON, by its bytes', async () => {
    const request = jsonPost(to, '/events', '{ "a": 1.0 }');
    expect((await send([check(sig.validateIncomingRequest)], request)).body).toBe('true');
    const forged = { ...request, body: '{ "a": 2.0 }' };
    expect((await send([check(sig.validateIncomingRequest)], forged)).body).toBe('false');
  });
});
