// What the preludes of snippets share. It is copied next to each program.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedRequest } from '@sig/core';

export const authToken = '12345';
export const publicUrl = 'https://example.com';

/** Serves on a free port. */
export async function listening(listener: RequestListener) {
  const server = createServer(listener).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, close };
}

/** The statuses of a genuine request to `/voice` and of a forged one. */
export async function statuses(port: number): Promise<[genuine: number, forged: number]> {
  const genuine = signedRequest({
    authToken,
    url: `${publicUrl}/voice`,
    params: { Digits: '1' },
  });
  const send = async (body: string) => {
    const request = { ...genuine, body };
    return (await fetch(`http://localhost:${port}${genuine.path}`, request)).status;
  };
  return [await send('Digits=1'), await send('Digits=2')];
}

/** A genuine request gets in, and a forged one does not. */
export async function expectVerified(listener: RequestListener): Promise<void> {
  const { port, close } = await listening(listener);
  assert.deepEqual(await statuses(port), [200, 403]);
  close();
}

/** Genuine or not, a request without credentials gets neither to `/voice` nor to `/private`. */
export async function expectGuarded(listener: RequestListener): Promise<void> {
  const { port, close } = await listening(listener);
  assert.deepEqual(await statuses(port), [401, 401]);
  assert.equal((await fetch(`http://localhost:${port}/private`)).status, 401);
  close();
}

/** A genuine message to `/sms`. */
export const message = signedRequest({
  authToken,
  url: `${publicUrl}/sms`,
  params: { MessageSid: `SM${'0'.repeat(32)}`, From: '+15550100', Body: 'Hello' },
});

/** A message that comes twice is handled once. */
export async function expectOnce(listener: RequestListener): Promise<void> {
  const { port, close } = await listening(listener);
  await expectOnceAt(port);
  close();
}

/** A message that comes twice to this port is handled once. */
export async function expectOnceAt(port: number): Promise<void> {
  const answers: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    const response = await fetch(`http://localhost:${port}/sms`, message);
    const isGood = response.ok && (await response.text()) !== '';
    answers.push([isGood, response.headers.get('idempotent-replayed')]);
  }
  assert.deepEqual(answers, [
    [true, null],
    [true, 'true'],
  ]);
}

/** A `node:http` request as a Fetch API request, as the runtimes make one. */
export async function toRequest(req: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return new Request(`http://${req.headers.host}${req.url}`, {
    method: req.method ?? 'GET',
    headers: req.headers as Record<string, string>,
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
}

/** The statuses of a genuine event of `/voice` and of a forged one. */
export async function lambdaStatuses(
  handler: (event: object, context: object) => Promise<unknown>,
): Promise<unknown[]> {
  const answer = async (changed: object) => {
    const { path, method, headers, body } = signedRequest({
      authToken,
      url: `${publicUrl}/voice`,
      params: { Digits: '1' },
    });
    const event = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: { ...headers, host: 'example.com' },
      body,
      requestContext: { http: { method, path } },
      ...changed,
    };
    return ((await handler(event, {})) as { statusCode: number }).statusCode;
  };
  return [await answer({}), await answer({ body: 'Digits=2' })];
}
