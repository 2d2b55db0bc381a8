import { sign } from '@sig/core';
import { createSender } from '@sig/sender';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../src/capture/record.js';
import { eventKinds } from '../../src/events/events.js';
import { resend, resendEdited } from '../../src/listen/again.js';
import { createListener, type Listener } from '../../src/listen/listener.js';
import { playEvent, playWholeCall } from '../../src/listen/play.js';
import type { ListenSettings } from '../../src/listen/settings.js';
import { type App, sendRaw, startApp } from './app.js';

const keys = { authToken: ['token'] };
let app: App;
let open: Listener[] = [];

beforeEach(async () => {
  app = await startApp();
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
  app.close();
});

async function start(given: Partial<ListenSettings> = {}) {
  const settings = { forward: app.url, publicUrl: undefined, keys, enforce: false, ...given };
  const listener = createListener(settings);
  open.push(listener);
  const settled: RequestRecord[] = [];
  let wake = () => {};
  listener.onSettled((record) => {
    settled.push(record);
    wake();
  });
  const { port } = await listener.listen(0);
  return {
    listener,
    port,
    url: `http://127.0.0.1:${port}`,
    /** Waits until so many requests are settled. */
    async settled(count: number): Promise<RequestRecord[]> {
      while (settled.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return settled;
    },
  };
}

const post = (target: string, headers: readonly string[], body: string) =>
  [
    `POST ${target} HTTP/1.1`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
const form = 'Content-Type: application/x-www-form-urlencoded';

describe('a request', () => {
  it('that is genuine: verdict, event, answer', async () => {
    const { url, settled } = await start();
    const call = createSender({ authToken: 'token' }).call();
    await call.post(`${url}/voice`, { CallSid: 'CA1', CallStatus: 'ringing' });
    call.close();
    const [record] = await settled(1);
    expect(record).toMatchObject({
      id: 1,
      method: 'POST',
      target: '/voice',
      event: { kind: 'voice' },
      verdict: { state: 'genuine', url: `${url}/voice`, key: 'auth token' },
      answer: { status: 200 },
      warnings: [],
      attempt: 1,
    });
  });

  it('through a tunnel: by what that says of scheme and host', async () => {
    const { port, settled } = await start();
    const { signature } = sign({
      authToken: 'token',
      url: 'https://a.example/x',
      params: { a: '1' },
    });
    const headers = [
      'Host: a.example',
      'X-Forwarded-Proto: https',
      form,
      `X-Twilio-Signature: ${signature}`,
    ];
    await sendRaw(port, post('/x', headers, 'a=1'));
    expect((await settled(1))[0]?.verdict).toMatchObject({ state: 'genuine' });
  });

  it('that was signed for another URL: forwarded, and explained with the fix', async () => {
    const { port, settled } = await start({ publicUrl: 'https://b.example' });
    const { signature } = sign({
      authToken: 'token',
      url: 'http://b.example/x',
      params: { a: '1' },
    });
    const headers = ['Host: b.example', form, `X-Twilio-Signature: ${signature}`];
    await sendRaw(port, post('/x', headers, 'a=1'));
    const [record] = await settled(1);
    expect(record).toMatchObject({
      answer: { status: 200 },
      verdict: {
        state: 'refused',
        code: 'signature-mismatch',
        explanation: { matched: true, options: { publicUrl: 'http://b.example' } },
      },
    });
    expect(app.got).toHaveLength(1);
  });

  it('that is genuine, and that the app refuses: says what the app sees', async () => {
    const { port, settled } = await start();
    app.answer = { ...app.answer, status: 403 };
    const { signature } = sign({
      authToken: 'token',
      url: 'https://a.example/x',
      params: { a: '1' },
    });
    const headers = [
      'Host: a.example',
      'X-Forwarded-Proto: https',
      form,
      `X-Twilio-Signature: ${signature}`,
    ];
    await sendRaw(port, post('/x', headers, 'a=1'));
    const [record] = await settled(1);
    expect(record?.warnings[0]).toMatchObject({ code: 'refused-by-app', level: 'error' });
    expect(record?.advice).toMatchObject({ options: { publicUrl: 'https://a.example' } });
  });

  it('that the app verifies for another URL: says which one was signed', async () => {
    const { url, settled } = await start();
    app.answer = { ...app.answer, status: 403 };
    const call = createSender({ authToken: 'token' }).call();
    await call.post(`${url}/voice?a=1`, { CallSid: 'CA1' });
    call.close();
    const [record] = await settled(1);
    expect(record?.warnings[0]?.message).toContain(`set its "publicUrl" to "${url}"`);
  });

  it('with --enforce: refused here, and the app gets nothing', async () => {
    const { port, settled } = await start({ enforce: true });
    const answer = await sendRaw(port, post('/x', ['Host: a', form], 'a=1'));
    expect(answer).toMatch(/^HTTP\/1.1 403/);
    expect((await settled(1))[0]).toMatchObject({
      verdict: { state: 'refused', code: 'missing-signature' },
      answer: { status: 403 },
    });
    expect(app.got).toEqual([]);
  });

  it('without a key: not verified', async () => {
    const { port, settled } = await start({ keys: undefined });
    await sendRaw(port, post('/x', ['Host: a', form], 'a=1'));
    expect((await settled(1))[0]?.verdict.state).toBe('not-verified');
  });

  it('that was signed with a password in its URL: the password is in no text of the record', async () => {
    const { port, settled } = await start();
    app.answer = { ...app.answer, status: 403 };
    const url = `http://user:hunter2@127.0.0.1:${port}/x`;
    const { signature } = sign({ authToken: 'token', url, params: { a: '1' } });
    const basic = Buffer.from('user:hunter2').toString('base64');
    const headers = [
      `Host: 127.0.0.1:${port}`,
      form,
      `Authorization: Basic ${basic}`,
      `X-Twilio-Signature: ${signature}`,
    ];
    await sendRaw(port, post('/x', headers, 'a=1'));
    const [record] = await settled(1);
    const { headers: _, ...rest } = record as RequestRecord;
    expect(rest.verdict).toMatchObject({ state: 'genuine', url: `http://127.0.0.1:${port}/x` });
    expect(JSON.stringify(rest)).not.toContain('hunter2');
    // An app that verifies without it refuses it: that is still what differs.
    expect(rest.advice?.cause).toBe('userinfo');
  });

  it('that is settled while a listener throws: the others hear of all, and all are explained', async () => {
    const { listener, port } = await start();
    const heard: RequestRecord[] = [];
    listener.onSettled(() => {
      throw new Error('No space is left.');
    });
    listener.onSettled((record) => heard.push(record));
    for (let i = 0; i < 3; i++) {
      const headers = ['Host: a', form, `X-Twilio-Signature: ${'A'.repeat(27)}=`];
      await sendRaw(port, post(`/${i}`, headers, 'a=1'));
    }
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(3);
    expect(heard.map(({ verdict }) => 'explanation' in verdict && verdict.explanation)).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ matched: false })),
    );
  });

  it('to an app that is down: says so', async () => {
    const { port, settled } = await start({ forward: 'http://127.0.0.1:1' });
    expect(await sendRaw(port, post('/x', ['Host: a'], ''))).toMatch(/^HTTP\/1.1 502/);
    const [record] = await settled(1);
    expect(record?.failure).toBeDefined();
    expect(record?.answer).toBeUndefined();
  });

  it('that asks for a WebSocket: is there as soon as it is open', async () => {
    const { url, settled } = await start();
    const call = createSender({ authToken: 'token' }).call();
    const { socket, status } = await call.upgrade(`${url.replace('http', 'ws')}/media`);
    const [record] = await settled(1);
    expect([status, record?.answer?.status, record?.event.kind]).toEqual([101, 101, 'upgrade']);
    expect(record?.verdict.state).toBe('genuine');
    socket?.destroy();
    call.close();
  });
});

it.each([
  ['not verified', {}],
  ['verified', { keys: undefined }],
])('the app gets every byte as it came: %s', async (_title, given) => {
  const { port, settled } = await start(given);
  const body = "a=%41&&b=+x'&\u00ff\u0000é=1";
  const headers = [
    'HOST: a.example:8080',
    'x-FORWARDED-proto:   https  ',
    'X-Twice: 1',
    'X-Forwarded-For: 203.0.113.7',
    'x-twice: 2',
    `${form}; charset=utf-8`,
    'X-Latin: caf\u00e9',
    'X-Empty:',
    'Authorization: Basic dXNlcjpzZWNyZXQ=',
    'I-Twilio-Idempotency-Token: t',
  ];
  const target = "/a%2fB/../c//d?x=%7e&y='&&z";
  const head = [
    `POST ${target} HTTP/1.1`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    '',
  ].join('\r\n');
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
  const direct = Number(new URL(app.url).port);
  for (const to of [direct, port]) {
    const socket = (await import('node:net')).connect(to, '127.0.0.1');
    socket.write(bytes);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
  }
  await settled(1);
  const [asSent, forwarded] = app.got.map(({ headers, ...rest }) => ({
    ...rest,
    headers: headers
      .join('\n')
      // Of one connection, not of the request.
      .replace(/\n?connection\n[^\n]*/i, '')
      // The client library writes these two names in its own case; their values and places stay.
      .replace(/^(?:host|content-length)$/gim, (name) => name.toLowerCase()),
  }));
  expect(forwarded).toEqual(asSent);
});

describe('again', () => {
  it('as it was: the same bytes, and a record of its own', async () => {
    const { listener, url, settled } = await start();
    const call = createSender({ authToken: 'token' }).call();
    await call.post(`${url}/sms?a=1`, { MessageSid: 'SM1', Body: 'a b', NumMedia: '0' });
    call.close();
    const [record] = await settled(1);
    const again = await resend(listener, record as RequestRecord);
    await settled(2);
    expect(again).toMatchObject({
      id: 2,
      via: 'resent',
      verdict: { state: 'genuine' },
      attempt: 1,
    });
    const [first, second] = app.got.map(({ method, target, body }) => ({ method, target, body }));
    expect(second).toEqual(first);
  });

  it('edited and signed anew: parameters, path, JSON', async () => {
    const { listener, port, settled } = await start({ publicUrl: 'https://a.example' });
    const headers = [
      'Host: a.example',
      form,
      'X-Twilio-Signature: forged',
      'I-Twilio-Idempotency-Token: t',
    ];
    await sendRaw(port, post('/x?q=1', headers, 'a=1'));
    await sendRaw(port, post('/e', ['Host: a.example', 'Content-Type: application/json'], '{}'));
    const [one, two] = await settled(2);
    const edited = await resendEdited(listener, one as RequestRecord, {
      params: [
        ['a', '2'],
        ['a', 'é'],
      ],
      target: '/y',
    });
    expect(edited.verdict).toMatchObject({ state: 'genuine', url: 'https://a.example/y' });
    expect(edited.headers.map(([name]) => name)).not.toContain('I-Twilio-Idempotency-Token');
    const json = await resendEdited(listener, two as RequestRecord, { body: '{"a":1}' });
    expect(json.verdict.state).toBe('genuine');
    expect(json.target).toMatch(/^\/e\?bodySHA256=[0-9a-f]{64}$/);
    const [again] = [await resendEdited(listener, json, { body: '{"a":2}' })];
    expect(again.verdict.state).toBe('genuine');
    await settled(5);
    expect(app.got.at(-3)?.body.toString()).toBe('a=2&a=%C3%A9');
  });

  it('edited and signed anew for a publicUrl with a password', async () => {
    const { listener, port, settled } = await start({ publicUrl: 'https://u:hunter2@a.example' });
    await sendRaw(port, post('/x', ['Host: a.example', form], 'a=1'));
    const [one] = await settled(1);
    const edited = await resendEdited(listener, one as RequestRecord, { params: [['a', '2']] });
    expect(edited.verdict).toMatchObject({ state: 'genuine', url: 'https://a.example/x' });
    await settled(2);
  });

  it.each(eventKinds)('as another event: %s', async (kind) => {
    const { listener, port, settled } = await start({ publicUrl: 'https://a.example' });
    const record = await playEvent(listener, kind, { path: '/x', port });
    expect(record).toMatchObject({ via: 'played', event: { kind }, verdict: { state: 'genuine' } });
    await settled(1);
  });

  it('as a whole call: one CallSid, cookies, all genuine', async () => {
    const { listener, port, settled } = await start({ publicUrl: 'https://a.example' });
    const xml = { 'Content-Type': 'text/xml' };
    app.answers.set('/voice', {
      status: 200,
      headers: { ...xml, 'Set-Cookie': 'state=1; Secure' },
      text: '<Response><Gather action="https://a.example/menu?x=1"/></Response>',
    });
    const to = { path: '/voice', port, statusPath: '/status' };
    const { first, steps, problem } = await playWholeCall(listener, to);
    expect(first.target).toBe('/voice');
    expect({ steps, problem }).toEqual({
      steps: ['incoming call', 'gather', 'call status'],
      problem: undefined,
    });
    const records = await settled(3);
    expect(records.map(({ target }) => target)).toEqual(['/voice', '/menu?x=1', '/status']);
    expect(records.map(({ event }) => event.kind)).toEqual(['voice', 'gather', 'call-status']);
    expect(
      records.every(({ via, verdict }) => via === 'played' && verdict.state === 'genuine'),
    ).toBe(true);
    const sids = app.got.map(({ body }) => new URLSearchParams(body.toString()).get('CallSid'));
    expect(new Set(sids).size).toBe(1);
    const cookies = app.got.map(({ headers }) => headers[headers.indexOf('Cookie') + 1]);
    expect(cookies.slice(1)).toEqual(['state=1', 'state=1']);
  });

  it('as a whole call that goes on elsewhere: ends there, and says so', async () => {
    const { listener, port } = await start();
    const text = '<Response><Gather action="http://evil.example/menu"/></Response>';
    app.answer = { ...app.answer, text };
    const played = await playWholeCall(listener, { path: '/voice', port, statusPath: '/status' });
    expect(played).toMatchObject({
      steps: ['incoming call'],
      problem: '<Gather> asks http://evil.example, which is not the app.',
    });
    expect(app.got).toHaveLength(1);
  });

  it('not without a key, not of a part of a body, not to a path that is none', async () => {
    const { listener, port, settled } = await start({ keys: undefined });
    await sendRaw(port, post('/x', ['Host: a'], 'a'.repeat(70_000)));
    const [record] = await settled(1);
    expect(() => resend(listener, record as RequestRecord)).toThrow(/64 KB/);
    expect(() => playEvent(listener, 'voice', { path: '/', port })).toThrow(/no key/);
    const call = playWholeCall(listener, { path: '/', port, statusPath: undefined });
    await expect(call).rejects.toThrow(/no key/);
    const small = { ...(record as RequestRecord), body: { bytes: new Uint8Array(0), length: 0 } };
    expect(() => resendEdited(listener, small, {})).toThrow(/no key/);
    const { listener: keyed } = await start();
    expect(() => resendEdited(keyed, small, { target: 'http://evil/' })).toThrow(/begin with/);
    expect(() => resendEdited(keyed, small, { target: '/a b\r\nX: 1' })).toThrow(/begin with/);
  });
});

it('a flood: memory is bounded, each request is answered, the last ones are there', async () => {
  const { listener, port } = await start();
  const flood = 550;
  for (let sent = 0; sent < flood; ) {
    const batch = Array.from({ length: 50 }, () => {
      sent += 1;
      const body = `n=${sent}&x=${'y'.repeat(2_000)}`;
      return sendRaw(
        port,
        post(`/${sent}`, ['Host: a', form, `X-Twilio-Signature: ${'A'.repeat(27)}=`], body),
      );
    });
    for (const answer of await Promise.all(batch)) expect(answer).toMatch(/^HTTP\/1.1 200/);
  }
  const { all } = listener.list;
  expect(all).toHaveLength(500);
  expect(all.at(-1)?.id).toBe(flood);
  expect(app.got).toHaveLength(flood);
});
