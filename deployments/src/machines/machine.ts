import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  exchange,
  formPost,
  type ServerProcess,
  startServerProcess,
  upgrade,
  type WireRequest,
  type WireResponse,
  withHeader,
} from '@sig/conformance';
import { type Authorizer, authorizer } from '@sig/http-auth';

const authToken = '12345';
const origin = 'https://phone.example';
const genuine = formPost({ authToken, origin }, '/voice', { CallSid: 'CA0123', Digits: '1' });

/** The request that a client logs in for. */
export const call = { method: 'POST', url: `${origin}/voice`, target: '/voice' };

/** Starts one of the servers that share a Redis. `clock` is by how many milliseconds its clock is wrong. */
export function startMachine(redisUrl: string, clock = 0): Promise<ServerProcess> {
  return startServerProcess({
    args: ['app.js'],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: {
      ...process.env,
      AUTH_TOKEN: authToken,
      ORIGIN: origin,
      REDIS_URL: redisUrl,
      CLOCK: String(clock),
    },
  });
}

/** A genuine request with these credentials. */
export function post(port: number, authorization?: string): Promise<WireResponse> {
  return exchange(port, withHeader(genuine, 'Authorization', authorization));
}

/** The status of a message, which is handled once; `onStoreError` as in the path. */
export function statusOf(onStoreError: 'refuse' | 'run'): WireRequest {
  const MessageSid = `SM${randomBytes(16).toString('hex')}`;
  const params = { MessageSid, MessageStatus: 'sent' };
  return formPost({ authToken, origin }, `/${onStoreError}`, params);
}

/** A client that has been challenged, and the credentials of its first request. */
export async function challenged(port: number): Promise<{ client: Authorizer; first: string }> {
  const client = authorizer({ username: 'user', password: 'secret' });
  const { status, headers } = await post(port);
  const first = client.answer([headers['www-authenticate'] ?? ''], call);
  if (status !== 401 || first === undefined) throw new Error(`no challenge, but ${status}`);
  return { client, first };
}

/** The upgrade for the stream that a response names. */
export function streamOf({ status, body }: WireResponse): WireRequest {
  if (status !== 200) throw new Error(`no stream, but ${status}: ${body}`);
  const { url }: { url: string } = JSON.parse(body);
  return upgrade({ authToken, origin: 'wss://phone.example' }, new URL(url).pathname);
}
