import { exchange, formPost, withHeader } from '@sig/conformance';
import { authorizer } from '@sig/http-auth';
import { type Call, createSender } from '@sig/sender';
import type { Outcome, Scene } from './scene.js';
import type { RunningServer } from './server.js';

/** Scenes at a password-protected URL, in the order of one call. */
export function loginScenes(authToken: string): Scene[] {
  const sender = createSender({ authToken });
  const calls = new Map<RunningServer, Call>();
  const callTo = (server: RunningServer) => {
    const call = calls.get(server) ?? sender.call();
    calls.set(server, call);
    return call;
  };
  const post = async (call: Call, { port }: RunningServer, userinfo: string) => {
    const start = performance.now();
    const url = `http://${userinfo}@127.0.0.1:${port}/private`;
    const { exchange } = await call.post(url, { Digits: '1' });
    const got = exchange.map(({ status }) => status).join(' → ');
    return { got, milliseconds: performance.now() - start };
  };
  const scene = (
    title: string,
    expected: string,
    perform: (server: RunningServer) => Promise<Omit<Outcome, 'good'>>,
  ): Scene => ({
    title,
    expected,
    async perform(server) {
      if (server.digest === false) return undefined;
      const outcome = await perform(server);
      return { ...outcome, good: outcome.got === expected };
    },
  });
  return [
    scene('logs in with Digest', '401 → 200', (s) => post(callTo(s), s, 'user:secret')),
    scene('stays logged in', '200', (s) => post(callTo(s), s, 'user:secret')),
    scene('and again', '200', async (server) => {
      const outcome = await post(callTo(server), server, 'user:secret');
      callTo(server).close();
      return outcome;
    }),
    scene('wrong password', '401 → 401', (s) => post(sender.call(), s, 'user:wrong')),
    scene('captured Authorization, sent again', '200, then 401', (server) =>
      replay(server, authToken),
    ),
  ];
}

async function replay({ port }: RunningServer, authToken: string) {
  const start = performance.now();
  const origin = `http://127.0.0.1:${port}`;
  const request = formPost({ authToken, origin }, '/private', { Digits: '1' });
  const { headers } = await exchange(port, request);
  const client = authorizer({ username: 'user', password: 'secret' });
  const asked = { method: 'POST', url: `${origin}/private`, target: '/private' };
  const authorization = client.answer([headers['www-authenticate'] ?? ''], asked);
  const captured = withHeader(request, 'Authorization', authorization);
  const first = await exchange(port, captured);
  const second = await exchange(port, captured);
  return {
    got: `${first.status}, then ${second.status}`,
    milliseconds: performance.now() - start,
  };
}
