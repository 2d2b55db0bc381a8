// The server of the page is on a machine where browsers visit other pages, and other programs run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sign } from '@sig/core';
import { createSender } from '@sig/sender';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordList } from '../../src/capture/record-list.js';
import { createListener, type Listener } from '../../src/listen/listener.js';
import { type PageServer, servePage } from '../../src/listen/page/server.js';
import type { Detail, PageEvent, PageState } from '../../src/page/protocol.js';
import { record } from '../capture/records.js';
import { type App, startApp } from './app.js';

const token = 'the-auth-token-of-this-test';
const state = { hasKey: true } as PageState;
let folder = '';
let app: App;
let listener: Listener;
let page: PageServer;
let port = 0;
let pagePort = 0;
let secret = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sig-page-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>sig</title>');
  writeFileSync(join(folder, 'page.js'), '');
  app = await startApp();
  listener = createListener({
    forward: app.url,
    publicUrl: undefined,
    keys: { authToken: [token] },
    enforce: false,
  });
  ({ port } = await listener.listen(0));
  const source = { list: listener.list, listener, port, version: '1.0.0' };
  page = await servePage(source, state, { port: 0, folder: pathToFileURL(`${folder}/`) });
  const { port: given, hash } = new URL(page.address);
  pagePort = Number(given);
  secret = hash.slice(1);
});
afterEach(async () => {
  page.close();
  await listener.close();
  app.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Asks the server as any program could: with whatever headers. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{
    status: number | undefined;
    text: string;
    headers: Record<string, unknown>;
  }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port: pagePort, path, method, headers, agent: false };
    const req = httpRequest(options, async (res) => {
      let text = '';
      for await (const chunk of res) text += chunk;
      resolve({ status: res.statusCode, text, headers: res.headers });
    });
    req.on('error', reject).end(body);
  });
}

const own = () => ({ Authorization: `Bearer ${secret}` });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { ...own(), 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const detail = async (id: number): Promise<Detail> =>
  JSON.parse((await ask(`/api/requests/${id}`, { headers: own() })).text);

async function received(
  path = '/sms',
  params: Record<string, string> = { MessageSid: 'SM1', Body: 'Hi', NumMedia: '0' },
) {
  const call = createSender({ authToken: token }).call();
  await call.post(`http://127.0.0.1:${port}${path}`, params);
  call.close();
  return listener.list.all.at(-1)?.id ?? 0;
}

describe('the secret', () => {
  const data = ['/api/state', '/api/requests', '/api/events', '/api/export', '/api/requests/1'];

  it.each(data)('%s needs it, in a header', async (path) => {
    expect((await ask(path)).status).toBe(401);
    expect((await ask(`${path}?secret=${secret}`)).status).toBe(401);
    const wrong = { Authorization: `Bearer ${secret.slice(0, -1)}` };
    expect((await ask(path, { headers: wrong })).status).toBe(401);
    expect((await ask(path, { headers: { Cookie: `secret=${secret}` } })).status).toBe(401);
  });

  it('is long, new each time, and behind "#", which no browser sends', async () => {
    const source = { list: new RecordList(), listener: undefined, port: 0, version: '' };
    const other = await servePage(source, state, { port: 0, folder: pathToFileURL(`${folder}/`) });
    other.close();
    expect(new URL(other.address).hash).not.toBe(`#${secret}`);
    expect(secret).toMatch(/^[\w-]{32}$/);
  });

  it('the page itself has no data, and needs none', async () => {
    const { status, text } = await ask('/');
    expect([status, text]).toEqual([200, '<!doctype html><title>sig</title>']);
  });
});

describe('other pages, in the same browser', () => {
  it.each(['evil.example', `evil.example:1`, '127.0.0.1', 'localhost', '127.0.0.1:1'])(
    'DNS rebinding: Host %j',
    async (host) => {
      for (const path of ['/', '/api/requests']) {
        expect((await ask(path, { headers: { ...own(), Host: host } })).status).not.toBe(200);
      }
    },
  );

  it('localhost is this machine too', async () => {
    const headers = { ...own(), Host: `localhost:${pagePort}` };
    expect((await ask('/api/requests', { headers })).status).toBe(200);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'Origin %j',
    async (origin) => {
      const id = await received();
      const { status } = await post(`/api/requests/${id}/resend`, {}, { Origin: origin });
      expect(status).toBe(403);
      expect(app.got).toHaveLength(1);
    },
  );

  it.each(['cross-site', 'same-site'])('Sec-Fetch-Site: %s', async (site) => {
    const headers = { ...own(), 'Sec-Fetch-Site': site };
    expect((await ask('/api/requests', { headers })).status).toBe(403);
    expect((await ask('/page.js', { headers })).status).toBe(403);
    // A link to the page may be followed.
    const link = { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': 'navigate' };
    expect((await ask('/', { headers: link })).status).toBe(200);
    expect((await ask('/api/requests', { headers: { ...own(), ...link } })).status).toBe(403);
  });

  it('no answer allows another origin to read it', async () => {
    const headers = { Origin: `http://127.0.0.1:${pagePort}`, ...own() };
    const answer = await ask('/api/requests', { headers });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    );
    expect((await ask('/api/requests', { method: 'OPTIONS', headers })).status).toBe(405);
  });

  it('what a form can send does nothing', async () => {
    const id = await received();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { status } = await post(`/api/requests/${id}/resend`, {}, { 'Content-Type': type });
      expect(status).toBe(400);
    }
    expect((await ask(`/api/requests/${id}/resend`, { headers: own() })).status).toBe(404);
    expect(app.got).toHaveLength(1);
  });

  it.each(['/', '/page.js', '/api/requests', '/nothing'])(
    '%s has a strict policy',
    async (path) => {
      const { headers } = await ask(path, { headers: own() });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    },
  );

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '//evil.example/',
    '/index.html',
    '/__proto__',
  ])('no other file: %s', async (path) => expect([400, 404]).toContain((await ask(path)).status));
});

describe('what the page gets', () => {
  it('never the key, and nothing that logs in', async () => {
    const call = createSender({ authToken: token }).call();
    await call.send({
      url: `http://127.0.0.1:${port}/x`,
      params: {},
      headers: { Authorization: 'Basic dXNlcjpzZWNyZXQ=', Cookie: 'session=hidden' },
    });
    call.close();
    const texts = await Promise.all(
      [
        'state',
        'requests',
        'requests/1',
        'export',
        'requests/1/copy?as=curl',
        'requests/1/copy?as=vitest',
      ].map(async (path) => (await ask(`/api/${path}`, { headers: own() })).text),
    );
    for (const text of texts) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/the-auth-token|dXNlcjpzZWNyZXQ|session=hidden/);
    }
  });

  it('never the password of a signed URL, nor that of a publicUrl', async () => {
    const url = 'https://user:hunter2@a.example';
    const basic = { Authorization: `Basic ${Buffer.from('user:hunter2').toString('base64')}` };
    const other = createListener({ ...listener.settings, publicUrl: url });
    const { port: otherPort } = await other.listen(0);
    const sent = [`${url}/voice`, 'http://user:hunter2@a.example/voice', 'https://b.example/'];
    for (const signed of sent) {
      const { signature } = sign({ authToken: token, url: signed });
      const headers = { ...basic, 'X-Twilio-Signature': signature, Host: 'a.example' };
      await new Promise<void>((resolve) => {
        const path = '/voice';
        const options = { host: '127.0.0.1', port: otherPort, path, headers, agent: false };
        httpRequest(options, (res) => res.resume().on('end', resolve)).end();
      });
    }
    page.close();
    const source = { list: other.list, listener: other, port: otherPort, version: '1.0.0' };
    page = await servePage(source, state, { port: 0, folder: pathToFileURL(`${folder}/`) });
    pagePort = Number(new URL(page.address).port);
    secret = new URL(page.address).hash.slice(1);
    const copies = ['curl', 'http', 'har', 'vitest'].map((as) => `copy?as=${as}`);
    for (const id of [1, 2, 3]) {
      for (const path of [`${id}`, ...copies.map((copy) => `${id}/${copy}`)]) {
        const { status, text } = await ask(`/api/requests/${path}`, { headers: own() });
        expect([path, status, text.includes('hunter2')]).toEqual([path, 200, false]);
      }
    }
    expect((await detail(1)).url).toBe('https://a.example/voice');
    expect((await detail(2)).explanation?.isFound).toBe(true);
    const test = (await ask('/api/requests/1/copy?as=vitest', { headers: own() })).text;
    expect(test).toContain("url: 'https://a.example/voice'");
    await other.close();
  });

  it('a request with all that is known of it', async () => {
    app.answer = { ...app.answer, text: '<Response><Say>Hi</Say></Response>' };
    const id = await received('/voice', {
      CallSid: 'CA1',
      CallStatus: 'ringing',
      Caller: '</script>',
    });
    const one = await detail(id);
    expect(one).toMatchObject({
      summary: { event: 'incoming call', verdict: 'genuine', status: 200 },
      paramsIn: 'form',
      params: [
        { name: 'CallSid', note: 'Identifier of the call, CA prefix' },
        {},
        { value: '</script>' },
      ],
      key: 'auth token',
      url: `http://127.0.0.1:${port}/voice`,
    });
    expect(one.signedParams.map(([name]) => name)).toEqual(['CallSid', 'CallStatus', 'Caller']);
    expect(one.answer?.twiml?.[1]?.tokens.map(({ text }) => text).join('')).toBe('<Say>Hi</Say>');
  });

  it('an explanation with a line for each framework, also of what a flood left unexplained', async () => {
    const call = createSender({ authToken: token }).call();
    await call.send({
      url: `http://127.0.0.1:${port}/voice`,
      params: {},
      headers: { 'X-Forwarded-Proto': 'https' },
    });
    call.close();
    const { explanation, fixes, code } = await detail(1);
    expect([code, explanation?.isFound]).toEqual(['signature-mismatch', true]);
    expect(JSON.stringify(explanation)).not.toContain(token);
    expect(fixes?.Express).toBe(`webhook({ authToken, publicUrl: 'http://127.0.0.1:${port}' })`);
    expect(fixes?.Fastify).toContain('app.register');
  });

  it('404 and 409 for what is not there', async () => {
    expect((await ask('/api/nothing', { headers: own() })).status).toBe(404);
    expect((await ask('/api/requests/99', { headers: own() })).status).toBe(409);
    expect((await ask('/api/requests/1/copy?as=toString', { headers: own() })).status).toBe(409);
  });
});

describe('what the page does', () => {
  it('resends, edits, plays, clears, exports', async () => {
    const id = await received();
    const again = JSON.parse((await post(`/api/requests/${id}/resend`, {})).text);
    expect(await detail(again.id)).toMatchObject({
      summary: { via: 'resent', verdict: 'genuine' },
    });
    const edit = { params: [['Body', 'Changed']], target: '/other' };
    const edited = JSON.parse((await post(`/api/requests/${id}/resend`, edit)).text);
    expect(await detail(edited.id)).toMatchObject({
      summary: { target: '/other', verdict: 'genuine' },
      params: [{ name: 'Body', value: 'Changed' }],
    });
    const played = JSON.parse((await post('/api/play', { kind: 'message', path: '/sms' })).text);
    expect(await detail(played.id)).toMatchObject({
      summary: { event: 'message', verdict: 'genuine' },
    });
    const har = (await ask('/api/export?bodies=1&numbers=1', { headers: own() })).text;
    expect(JSON.parse(har).log.entries).toHaveLength(4);
    expect(har).not.toMatch(/Changed|15555550142/);
    await post('/api/clear', {});
    expect((await ask('/api/requests', { headers: own() })).text).toBe('[]');
  });

  it.each([
    ['an event that is none', { kind: 'fax', path: '/' }],
    ['a path to elsewhere', { kind: 'voice', path: '//evil.example/\r\nX: 1' }],
    ['no path', { kind: 'voice' }],
    ['a call that is reported to elsewhere', { kind: 'call', path: '/', statusPath: 'http://a/' }],
    ['null', null],
  ])('refuses to play %s', async (_title, body) => {
    expect((await post('/api/play', body)).status).toBe(409);
    expect(app.got).toEqual([]);
  });

  it.each([{ params: 1 }, { params: [['a']] }, { target: {} }, { body: [] }, { target: 'x' }])(
    'refuses the edit %j',
    async (body) => {
      const id = await received();
      expect((await post(`/api/requests/${id}/resend`, body)).status).toBe(409);
      expect(app.got).toHaveLength(1);
    },
  );

  it('plays a whole call, and says what was sent', async () => {
    app.answer = { ...app.answer, text: '<Response><Gather action="/menu"/></Response>' };
    const asked = { kind: 'call', path: '/voice', statusPath: '/status' };
    const played = JSON.parse((await post('/api/play', asked)).text);
    expect(played.message).toBe('Sent: incoming call, gather, call status.');
    expect((await detail(played.id)).summary.target).toBe('/voice');
    expect(app.got.map(({ target }) => target)).toEqual(['/voice', '/menu', '/status']);
  });

  it('takes no long bodies', async () => {
    expect((await post('/api/play', 'a'.repeat(300_000))).status).toBe(400);
  });
});

it('what a file says of a verdict becomes no option of curl', async () => {
  const list = new RecordList();
  list.add(record({ verdict: { state: 'genuine', url: '-o/tmp/x', key: '' } }));
  list.add(record({ verdict: { state: 'genuine', url: 'file:///etc/passwd', key: '' } }));
  const source = { list, listener: undefined, port: 0, version: '1.0.0' };
  page.close();
  page = await servePage(source, state, { port: 0, folder: pathToFileURL(`${folder}/`) });
  pagePort = Number(new URL(page.address).port);
  secret = new URL(page.address).hash.slice(1);
  for (const id of [1, 2]) {
    const { text } = await ask(`/api/requests/${id}/copy?as=curl`, { headers: own() });
    expect(text).toMatch(/^curl 'http:\/\/example\.com\/sms\?a=1' /);
  }
});

it('a file is shown without an app: it can be looked at, copied and exported', async () => {
  const list = new RecordList();
  list.add(record());
  const source = { list, listener: undefined, port: 0, version: '1.0.0' };
  page.close();
  page = await servePage(source, state, { port: 0, folder: pathToFileURL(`${folder}/`) });
  pagePort = Number(new URL(page.address).port);
  secret = new URL(page.address).hash.slice(1);
  expect((await detail(1)).summary).toMatchObject({ event: 'message', verdict: 'not-verified' });
  const curl = await ask('/api/requests/1/copy?as=curl', { headers: own() });
  expect(curl.text).toContain("curl 'http://example.com/sms?a=1'");
  const again = await post('/api/requests/1/resend', {});
  expect([again.status, again.text]).toEqual([409, expect.stringContaining('A file is shown')]);
});

describe('the stream of events', () => {
  async function stream() {
    const events: PageEvent[] = [];
    const res = await fetch(`http://127.0.0.1:${pagePort}/api/events`, { headers: own() });
    const reader = res.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      events,
      async until(test: () => boolean) {
        while (!test()) {
          const { value, done } = (await reader?.read()) ?? { done: true };
          if (done) throw new Error('The stream has ended.');
          text += value;
          const parts = text.split('\n\n');
          text = parts.pop() ?? '';
          for (const part of parts) events.push(JSON.parse(part.replace(/^data: /, '')));
        }
      },
      close: () => reader?.cancel(),
    };
  }

  it('has all that there is, then what changes', async () => {
    await received();
    const { events, until, close } = await stream();
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ type: 'all', requests: [{ id: 1 }] });
    await received('/voice');
    const isDone = (event: PageEvent) =>
      'request' in event && event.request.id === 2 && event.request.status === 200;
    await until(() => events.some(isDone));
    await close();
  });

  it('what waits does not grow in a flood', async () => {
    const { events, until, close } = await stream();
    await until(() => events.length > 0);
    for (let i = 0; i < 5_000; i++) listener.list.add(record({ text: `n=${i}` }));
    await until(() => events.some((event) => event.type === 'added' && event.request.id === 5_000));
    expect(events.length).toBeLessThan(1_100);
    await close();
  });

  it('is open sixteen times at the most', async () => {
    const open = await Promise.all(Array.from({ length: 16 }, stream));
    expect((await ask('/api/events', { headers: own() })).status).toBe(429);
    for (const one of open) await one.close();
  });
});
