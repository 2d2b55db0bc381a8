// What an observer sees, what is logged, and the proxy that refuses nothing.
import { setTimeout as delay } from 'node:timers/promises';
import { exchange, get, toBytes, type WireRequest, withBody, withHeader } from '@sig/conformance';
import { afterAll, describe, expect, it } from 'vitest';
import { type ProxyExchange, type ProxyObserver, requestLog } from '../src/index.js';
import {
  authToken,
  genuine,
  publicUrl,
  sender,
  startProxy,
  startWire,
  stopAll,
} from './servers.js';

afterAll(stopAll);

function watch() {
  const events: [event: string, exchange: ProxyExchange][] = [];
  const at = (event: string) => (one: ProxyExchange) => void events.push([event, one]);
  const observer: ProxyObserver = {
    arrived: at('arrived'),
    decided: at('decided'),
    finished: at('finished'),
  };
  const finished = async (count: number) => {
    const done = () => events.filter(([event]) => event === 'finished').map(([, one]) => one);
    while (done().length < count) await delay(5);
    return done();
  };
  return { events, observer, finished };
}

const forged = withBody(genuine(), 'Digits=9');

describe('an observer', () => {
  it('sees a request from its arrival to its end', async () => {
    const app = await startWire(
      `HTTP/1.1 201 Made\r\nX-A: b\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(100_000)}`,
    );
    const { events, observer, finished } = watch();
    const { port } = await startProxy(app.port, { observer });
    await exchange(port, genuine());
    const [one] = await finished(1);
    expect(events.map(([event, { id }]) => `${event} ${id}`)).toEqual([
      'arrived 1',
      'decided 1',
      'finished 1',
    ]);
    expect(one?.request).toMatchObject({
      method: 'POST',
      target: '/voice',
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      upgrade: false,
      rawHeaders: genuine().headers.flat(),
    });
    expect(one?.verdict).toMatchObject({
      ok: true,
      params: { Digits: '1' },
      url: `${publicUrl}/voice`,
    });
    expect(String(one?.body)).toBe('Digits=1');
    const { response, timings } = one ?? {};
    expect(response).toMatchObject({ status: 201, statusMessage: 'Made', length: 100_000 });
    expect(response?.rawHeaders).toEqual(['X-A', 'b', 'Content-Length', '100000']);
    expect(response?.body.length).toBe(65_536);
    const { decided = -1, responded = -1, finished: end = -1 } = timings ?? {};
    expect(decided >= 0 && responded >= decided && end >= responded).toBe(true);
  });

  it('sees what was refused', async () => {
    const app = await startWire();
    const { observer, finished } = watch();
    const { port } = await startProxy(app.port, { observer });
    await exchange(port, forged);
    const [one] = await finished(1);
    expect(one).toMatchObject({
      status: 403,
      error: { code: 'signature-mismatch' },
      verdict: { ok: false },
    });
    expect(one?.response).toBeUndefined();
  });

  it('that throws changes nothing', async () => {
    const app = await startWire();
    const fail = () => {
      throw new Error('an observer');
    };
    const observer = { arrived: fail, decided: fail, finished: fail };
    const { port } = await startProxy(app.port, { observer });
    expect((await exchange(port, genuine())).status).toBe(200);
    expect((await exchange(port, forged)).status).toBe(403);
  });
});

describe('enforce: false', () => {
  const odd: [title: string, WireRequest, code: string | undefined][] = [
    ['genuine', genuine(), undefined],
    ['forged', forged, 'signature-mismatch'],
    ['unsigned', withHeader(genuine(), 'X-Twilio-Signature', undefined), 'missing-signature'],
    ['compressed', withHeader(genuine(), 'Content-Encoding', 'gzip'), 'unsupported-encoding'],
    ['a health check', get(sender, '/-/health'), undefined],
    [
      'with headers of a proxy',
      {
        ...forged,
        headers: [['X-Forwarded-Host', 'a.example'], ['X-Original-URL', '/x'], ...forged.headers],
      },
      'signature-mismatch',
    ],
  ];
  it.each(odd)(
    'forwards what is %s, as it came, and says what it is',
    async (_title, request, code) => {
      const app = await startWire();
      const { observer, finished } = watch();
      const { port } = await startProxy(app.port, { observer, enforce: false });
      expect((await exchange(port, request)).body).toBe('reached');
      const { line, headers, body } = app.last();
      const written = /^(?:host|connection|content-length):/i;
      const sent = request.headers.map(([name, value]) => `${name}: ${value}`);
      expect(line).toBe(`${request.method} ${request.target} HTTP/1.1`);
      expect(headers.filter((one) => !written.test(one))).toEqual(
        sent.filter((one) => !written.test(one)),
      );
      expect(body.toString()).toBe(String(request.body ?? ''));
      const [one] = await finished(1);
      expect(one?.verdict?.ok).toBe(code === undefined);
      if (one?.verdict?.ok === false) expect(one.verdict.error.code).toBe(code);
      expect(one?.error).toBeUndefined();
      expect(String(one?.body)).toBe(String(request.body ?? ''));
    },
  );

  it('works without a key, and never lets a client pass for the proxy', async () => {
    const app = await startWire();
    const { observer, finished } = watch();
    const { port } = await startProxy(app.port, { observer, enforce: false, webhook: false });
    const request = withHeader(forged, 'X-Sig-Verified', 'yes');
    expect((await exchange(port, request)).body).toBe('reached');
    expect(app.last().headers.join()).not.toMatch(/x.sig/i);
    expect((await finished(1))[0]?.verdict).toBeUndefined();
  });

  it('forwards forged upgrades too', async () => {
    const app = await startWire((socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
    });
    const { port } = await startProxy(app.port, { enforce: false });
    const request = get(sender, '/media');
    const bytes = toBytes({
      ...request,
      headers: [...request.headers, ['Connection', 'Upgrade'], ['Upgrade', 'websocket']],
    });
    expect((await exchange(port, bytes)).status).toBe(101);
  });
});

describe('the log', () => {
  it.each([true, false])('has a line for each request, and no secrets: JSON %s', async (json) => {
    const app = await startWire();
    const lines: string[] = [];
    const observer = requestLog({ write: (line) => lines.push(line), json });
    const { port } = await startProxy(app.port, { observer });
    const query = '/voice?From=%2B15550100';
    await exchange(port, genuine(query, { Digits: '123456' }));
    await exchange(port, withBody(genuine(query), 'Digits=654321'));
    await exchange(port, { ...get(sender, '/x'), target: '/a%0A"\\' });
    while (lines.length < 3) await delay(5);
    expect(lines.join('\n')).not.toMatch(/15550100|123456|654321|signature":|[^ -~\n]/i);
    expect(lines.join('\n')).not.toContain(authToken);
    if (!json) {
      expect(lines.map((line) => line.replace(/^\S+ /, '').replace(/\d+ ms$/, 'N ms'))).toEqual([
        '200 POST /voice auth-token 0 N ms',
        '403 POST /voice signature-mismatch N ms',
        '403 GET /a%0A"\\ signature-mismatch N ms',
      ]);
      return;
    }
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        id: 1,
        event: 'request',
        client: '127.0.0.1',
        method: 'POST',
        path: '/voice',
        status: 200,
        verdict: 'verified',
        key: 'auth-token 0',
        requestBytes: 13,
        responseBytes: 7,
      },
      { id: 2, status: 403, verdict: 'refused', code: 'signature-mismatch' },
      { id: 3, status: 403 },
    ]);
  });
});
