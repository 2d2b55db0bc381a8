import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createVerifier } from '@sig/core/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventKinds, exampleOf } from '../src/events/events.js';
import { sig } from './run.js';

interface Seen {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly params: Record<string, unknown>;
  readonly cookie: string | undefined;
}

const verifier = createVerifier({ authToken: 'token', onReject: () => {} });
let seen: Seen[] = [];
let text = '';
const remember = (req: IncomingMessage, params: object) => {
  const { method, url: target } = req;
  const query = new URL(target ?? '', 'http://x').searchParams;
  const merged = { ...Object.fromEntries(query), ...params };
  seen.push({ method, target, params: merged, cookie: req.headers.cookie });
};
const server = createServer(async (req, res) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) return res.writeHead(verdict.error.status).end(verdict.error.code);
  remember(req, verdict.params);
  const type = { 'Content-Type': 'text/xml', 'Set-Cookie': 'menu=1' };
  res.writeHead(req.url === '/broken' ? 500 : 200, type).end(text);
}).on('upgrade', async (req, socket) => {
  const verdict = await verifier.verify(req);
  remember(req, {});
  socket.end(`HTTP/1.1 ${verdict.ok ? '101 Switching Protocols' : '403 Forbidden'}\r\n\r\n`);
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
  text = '<Response/>';
});

describe('sig send --as', () => {
  it.each(eventKinds)('%s: genuine, with the parameters of the example', async (kind) => {
    const run = await sig(['send', `${origin}/x`, '--as', kind]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    const names = Object.keys(exampleOf(kind).params ?? {});
    expect(Object.keys(seen[0]?.params ?? {})).toEqual(expect.arrayContaining(names));
  });

  it('with parameters of your own, and an id of its own each time', async () => {
    const args = ['send', `${origin}/sms`, '--as', 'message', '-p', 'Body=Hi', '-p', 'Extra=1'];
    await sig(args);
    await sig(args);
    const [first, second] = seen.map(({ params }) => params);
    expect(first).toMatchObject({ Body: 'Hi', Extra: '1', SmsStatus: 'received' });
    expect(first?.MessageSid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(second?.MessageSid).not.toBe(first?.MessageSid);
  });

  it('as a GET: the parameters are in the query', async () => {
    const run = await sig(['send', `${origin}/x?a=1`, '--as', 'voice', '--get', '-p', 'To=x']);
    expect(run.code).toBe(0);
    expect(seen[0]).toMatchObject({ method: 'GET', params: { a: '1', To: 'x' } });
  });

  it.each([
    [['--as', 'fax'], /--as is one of call, voice/],
    [['--as', 'voice', '--body', '{}'], /--as and --body contradict/],
    [['--as', 'voice', '--websocket'], /--as and --websocket contradict/],
    [['--as', 'upgrade', '-p', 'a=1'], /--as upgrade and --param contradict/],
    [['--as', 'event-streams', '--get'], /--as event-streams and --get contradict/],
    [['--as', 'call', '--get'], /--as call and --get contradict/],
    [['--as', 'voice', '--status-callback', 'http://x'], /--status-callback is for --as call/],
  ])('refuses %j', async (args, says) => {
    const run = await sig(['send', `${origin}/x`, ...args]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(says);
  });
});

describe('sig send --as call', () => {
  const call = (...args: string[]) => sig(['send', `${origin}/voice`, '--as', 'call', ...args]);
  const status = () => ['--status-callback', `${origin}/status`];

  it('incoming call, gather, status: one CallSid, cookies kept', async () => {
    text = '<Response><Gather action="/menu?step=2"><Say>1 or 2</Say></Gather></Response>';
    const run = await call('-p', 'Digits=2', '-p', 'From=+15555550101', ...status());
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(seen.map(({ target }) => target)).toEqual(['/voice', '/menu?step=2', '/status']);
    expect(new Set(seen.map(({ params }) => params.CallSid)).size).toBe(1);
    expect(seen.map(({ params }) => params.CallStatus)).toEqual([
      'ringing',
      'in-progress',
      'completed',
    ]);
    expect(seen.map(({ params }) => params.Digits)).toEqual([undefined, '2', undefined]);
    expect(seen.map(({ params }) => params.Direction)).toEqual(['inbound', 'inbound', 'inbound']);
    expect(seen.every(({ params }) => params.From === '+15555550101')).toBe(true);
    expect(seen.map(({ cookie }) => cookie)).toEqual([undefined, 'menu=1', 'menu=1']);
    expect(run.stdout).toMatch(/^incoming call\n.*\ngather\n.*\ncall status\n/s);
  });

  it('speech in place of keys; a GET if the TwiML says so', async () => {
    text = '<Response><Gather method="get" action="/menu" input="speech"/></Response>';
    await call('-p', 'SpeechResult=yes please');
    expect(seen[1]).toMatchObject({ method: 'GET', params: { SpeechResult: 'yes please' } });
    expect(seen[1]?.params).not.toHaveProperty('Digits');
  });

  it('nothing is gathered: the status follows, by GET', async () => {
    const run = await call(...status(), '--status-callback-method', 'GET', '--json');
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(JSON.parse(run.stdout).map(({ title }: { title: string }) => title)).toEqual([
      'incoming call',
      'call status',
    ]);
  });

  it('a step that fails: exit code 1, and no gather', async () => {
    text = '<Response><Gather/></Response>';
    const run = await sig(['send', `${origin}/broken`, '--as', 'call', ...status()]);
    expect(run.code).toBe(1);
    expect(seen.map(({ target }) => target)).toEqual(['/broken', '/status']);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://[', 'mailto:a@b'])(
    'an action that cannot be asked: %s',
    async (action) => {
      text = `<Response><Gather action="${action}"/></Response>`;
      expect((await call()).code).toBe(0);
      expect(seen).toHaveLength(1);
    },
  );
});
