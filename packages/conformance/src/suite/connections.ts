import { connect } from 'node:net';
import { expect } from 'vitest';
import { formPost, get, withBody } from '../kit/requests.js';
import { exchange, readResponse, toBytes } from '../kit/wire.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, echoOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };

export function connections({ at, send }: Servers, check: Check): void {
  check('concurrent requests do not see each other', async () => {
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    const answers = await Promise.all(
      numbers.map((i) => {
        const genuine = formPost(to, `/hook?i=${i}`, { i: String(i), pad: 'x'.repeat(i * 500) });
        return send(i % 3 === 0 ? withBody(genuine, `i=${i + 1}`) : genuine);
      }),
    );
    for (const [i, response] of answers.entries()) {
      if (i % 3 === 0) expect(codeOf(response)).toBe('signature-mismatch');
      else expect(echoOf(response)?.body).toMatchObject({ i: String(i) });
    }
  });

  check('a body in many small pieces', async () => {
    const { port } = await at();
    const request = formPost(to, '/hook', { Body: 'Grüße 👋 '.repeat(20) });
    const socket = connect(port, '127.0.0.1').setNoDelay();
    const bytes = toBytes(request);
    for (let i = 0; i < bytes.length; i += 17) {
      socket.write(bytes.subarray(i, i + 17));
      await new Promise(setImmediate);
    }
    const response = await readResponse(socket);
    socket.destroy();
    expect(echoOf(response)?.body).toEqual({ Body: 'Grüße 👋 '.repeat(20) });
  });

  check('a chunked body', async () => {
    const request = formPost(to, '/hook', { a: '1' });
    const headers = request.headers.filter(([name]) => name !== 'Content-Length');
    const chunked = toBytes({
      ...request,
      headers: [...headers, ['Transfer-Encoding', 'chunked']],
      body: '1\r\na\r\n2\r\n=1\r\n0\r\n\r\n',
    });
    expect(echoOf(await send(chunked))?.body).toEqual({ a: '1' });
  });

  check('a client that waits for 100 Continue', async () => {
    const request = formPost(to, '/hook', { a: '1' });
    const response = await send({
      ...request,
      headers: [...request.headers, ['Expect', '100-continue']],
    });
    expect(echoOf(response)?.body).toEqual({ a: '1' });
  });

  check('several requests on one connection, accepted and rejected in turn', async () => {
    const { port } = await at();
    const socket = connect(port, '127.0.0.1');
    const genuine = formPost(to, '/hook', { a: '1' });
    for (const request of [genuine, withBody(genuine, 'a=2'), genuine, get(to, '/hook'), genuine]) {
      socket.write(toBytes(request));
      const response = await readResponse(socket);
      socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('error');
      expect(response.status).toBe(request.body === 'a=1' || request.method === 'GET' ? 200 : 403);
    }
    socket.destroy();
  });

  check('a client that goes away in the middle of its body ends quietly', async () => {
    const server = await at();
    const before = server.errorsSeen?.();
    const bytes = toBytes(withBody(formPost(to, '/hook', { a: '1' }), 'a'.repeat(5000)));
    for (let i = 0; i < 10; i++) {
      const socket = connect(server.port, '127.0.0.1');
      await new Promise((resolve) => socket.write(bytes.subarray(0, bytes.length - 100), resolve));
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.resetAndDestroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await exchange(server.port, get(to, '/hook'))).status).toBe(200);
    expect(server.errorsSeen?.()).toBe(before);
  });

  check('bodyLimit: to the byte, announced or not', async () => {
    const body = (length: number) => formPost(to, '/hook', { a: 'x'.repeat(length - 2) });
    const limited = { scenario: 'smallLimit' } as const;
    expect((await send(body(1000), limited)).status).toBe(200);
    const over = await send(body(1001), limited);
    expect([over.status, codeOf(over)]).toEqual([413, 'body-too-large']);
    const { headers, ...request } = body(1001);
    const chunked = await send(
      toBytes({
        ...request,
        headers: [
          ...headers.filter(([name]) => name !== 'Content-Length'),
          ['Transfer-Encoding', 'chunked'],
        ],
        body: `${(1001).toString(16)}\r\n${request.body}\r\n0\r\n\r\n`,
      }),
      limited,
    );
    expect([chunked.status, codeOf(chunked)]).toEqual([413, 'body-too-large']);
  });

  check('an endless body is answered long before its end', async () => {
    const { port } = await at();
    const { body: _, ...request } = formPost(to, '/hook', { a: '1' });
    const headers = request.headers.filter(([name]) => name !== 'Content-Length');
    const socket = connect(port, '127.0.0.1');
    const answer = readResponse(socket);
    socket.write(toBytes({ ...request, headers: [...headers, ['Transfer-Encoding', 'chunked']] }));
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
    let sent = 0;
    let answered = false;
    const done = answer.finally(() => {
      answered = true;
    });
    done.catch(() => {});
    while (!answered && sent < 256 * 1024 * 1024) {
      sent += chunk.length;
      if (!socket.write(chunk))
        await Promise.race([done, new Promise((r) => socket.once('drain', r))]);
      await new Promise(setImmediate);
    }
    const response = await done;
    socket.destroy();
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });
}
