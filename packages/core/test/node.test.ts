// Bodies that something else has touched before they could be verified, on bare node:http.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sign } from '../src/index.js';
import { createVerifier, rejectUpgrade } from '../src/node/index.js';

const options = { authToken: 'token', publicUrl: 'https://example.com' };
const form = 'application/x-www-form-urlencoded';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Before = (req: IncomingMessage & { rawBody?: unknown; body?: unknown }) => void;

/** Sends a POST, its body in packets of its own, to a server on which something runs before. */
async function post(before: Before, signature: string, packets: string[], withHead = '') {
  const seen: unknown[] = [];
  const server = createServer(async (req, res) => {
    before(req);
    const verdict = await createVerifier(options).verify(req);
    seen.push((req as { rawBody?: unknown }).rawBody);
    res.end(verdict.ok ? JSON.stringify(verdict.params) : verdict.error.code);
  }).listen(0, '127.0.0.1');
  closers.push(
    () => void server.closeAllConnections(),
    () => void server.close(),
  );
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
  socket.on('error', () => {});
  const length = withHead.length + packets.join('').length;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  socket.write(
    `POST /voice HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${form}\r\nX-Twilio-Signature: ${signature}\r\nContent-Length: ${length}\r\n\r\n${withHead}`,
  );
  for (const packet of packets) {
    await pause();
    socket.write(packet);
  }
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text.split('\r\n\r\n')[1];
}

const url = 'https://example.com/voice';
const urlOnly = sign({ ...options, url }).signature;
const genuine = sign({ ...options, url, params: { a: '1', b: 'ä' } }).signature;
const packets = ['a=1', '&b=%C3%A4'];
const params = '{"a":"1","b":"ä"}';

const recorder: Before = (req) => {
  req.rawBody = '';
  req.on('data', (chunk) => {
    req.rawBody += String(chunk);
  });
};
const recorders: [string, Before][] = [
  ['a recorder that starts with an empty string', recorder],
  ['an empty buffer', (req) => void Object.assign(req, { rawBody: Buffer.alloc(0) })],
  ['an empty body', (req) => void Object.assign(req, { body: {} })],
  [
    'a recorder and an empty body',
    (req) => {
      recorder(req);
      req.body = {};
    },
  ],
  ['setEncoding()', (req) => void req.setEncoding('utf8')],
  [
    'setEncoding() and a recorder',
    (req) => {
      req.setEncoding('latin1');
      recorder(req);
    },
  ],
];

describe.each(recorders)('%s before', (_title, before) => {
  it('a genuine request gets in, in one packet or in several', async () => {
    expect(await post(before, genuine, packets)).toContain(params);
    expect(await post(before, genuine, [], packets.join(''))).toContain(params);
  });

  it('no body gets in under the signature of a URL', async () => {
    expect(await post(before, urlOnly, packets)).toContain('signature-mismatch');
  });
});

it('what is left of a body that something else has begun to read is refused', async () => {
  const begun: Before = (req) => {
    req.body = {};
    // As if a part had been taken before verification starts.
    Object.defineProperty(req, 'readableDidRead', { value: true });
  };
  expect(await post(begun, urlOnly, [], packets.join(''))).toContain('body-already-parsed');
});

const protocols = ['websocket', 'another'];

it.each(protocols)('an upgrade to %s with a body is refused, and not waited for', async (name) => {
  const server = createServer().on('upgrade', async (req, socket) => {
    const verdict = await createVerifier(options).verify(req);
    if (!verdict.ok) rejectUpgrade(socket, verdict.error);
  });
  closers.push(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  closers.push(() => void socket.destroy());
  socket.write(
    `GET /media HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${name}\r\nX-Twilio-Signature: ${urlOnly}\r\nContent-Length: 10\r\n\r\n`,
  );
  expect(String((await once(socket, 'data'))[0])).toContain('body-not-signed');
});

it.each(protocols)(
  'an upgrade to %s whose client goes away during a look-up does not end the process',
  async (name) => {
    const verdicts: unknown[] = [];
    let release = (_token: string) => {};
    const server = createServer().on('upgrade', async (req, socket) => {
      const authToken = () =>
        new Promise<string>((resolve) => {
          release = resolve;
        });
      const asked = createVerifier({ ...options, authToken }).verify(req);
      socket.on('close', () => release('other'));
      socket.emit('error', new Error('ECONNRESET'));
      const verdict = await asked;
      verdicts.push(verdict.ok || verdict.error.code);
      if (!verdict.ok) rejectUpgrade(socket, verdict.error);
      server.emit('verdict');
    });
    closers.push(() => void server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `GET /media HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${name}\r\nX-Twilio-Signature: ${urlOnly}\r\n\r\n`,
    );
    await once(server, 'upgrade');
    const done = once(server, 'verdict');
    socket.resetAndDestroy();
    await done;
    expect(verdicts).toEqual(['signature-mismatch']);
  },
);

it('an upgrade over HTTP/2 (RFC 8441) is one, and its tunnel is no body', async () => {
  const verifier = createVerifier(options);
  // Without a listener for requests, Node has none for upgrades.
  const server = createHttp2Server({ settings: { enableConnectProtocol: true } }, () => {});
  server.on('connect', async (req, res) => {
    const verdict = await verifier.verify(req as never);
    res.stream.respond({ ':status': verdict.ok ? 200 : verdict.error.status });
    if (verdict.ok) req.stream.pipe(res.stream);
    else res.stream.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  closers.push(
    () => session.destroy(),
    () => void server.close(),
  );
  await once(session, 'remoteSettings');
  const open = async (signedUrl: string) => {
    const stream = session.request(
      {
        ':method': 'CONNECT',
        ':protocol': 'websocket',
        ':scheme': 'https',
        ':path': '/stream',
        ':authority': 'example.com',
        'x-twilio-signature': sign({ authToken: 'token', url: signedUrl }).signature,
      },
      { endStream: false },
    );
    const [headers] = await once(stream, 'response');
    return { stream, status: headers[':status'] };
  };
  const { stream, status } = await open('wss://example.com/stream');
  expect(status).toBe(200);
  stream.write('audio');
  expect(String((await once(stream, 'data'))[0])).toBe('audio');
  expect((await open('https://example.com/stream')).status).toBe(403);
});
