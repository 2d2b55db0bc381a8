import { strictEqual } from 'node:assert';
import { authorizer, basic, digest, htdigest, memoryStore } from '@sig/http-auth';

const credentials = { user: 'secret' };

async function main(): Promise<void> {
  const store = memoryStore();
  const guard = digest({ realm: 'calls', credentials, store });
  const request = (authorization?: string) => ({
    method: 'GET',
    target: '/',
    protocol: 'https',
    host: 'example.com',
    upgrade: false,
    header: (name: string) => (name === 'authorization' ? authorization : undefined),
    body: () => ({ bytes: new Uint8Array(0) }),
  });
  const challenged = await guard(request());
  const challenges = challenged.ok
    ? []
    : [challenged.error.headers['WWW-Authenticate'] ?? []].flat();
  const client = authorizer({ username: 'user', password: 'secret' });
  const answer = client.answer(challenges, {
    method: 'GET',
    url: 'https://example.com/',
    target: '/',
  });
  strictEqual((await guard(request(answer))).ok, true);
  strictEqual((await basic({ realm: 'calls', credentials })(request())).ok, false);
  strictEqual(Object.keys(htdigest('', 'calls')).length, 0);
  console.log('http-auth: done');
}

main();
