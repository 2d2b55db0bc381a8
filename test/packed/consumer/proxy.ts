import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedRequest } from '@sig/core';
import { createProxy, type ProxyExchange, verifiedHeader } from '@sig/proxy';

async function main() {
  const app = createServer((req, res) => {
    res.end(String(req.headers[verifiedHeader.toLowerCase()]));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  const seen: ProxyExchange[] = [];
  const publicUrl = 'https://example.com';
  const proxy = createProxy({
    upstream: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    webhook: { authToken: 'token', publicUrl },
    upstreamSecret: 'a secret of thirty-two characters',
    observer: { finished: (exchange) => void seen.push(exchange) },
  });
  const { port } = await proxy.listen(0);
  const request = signedRequest({
    authToken: 'token',
    url: `${publicUrl}/voice`,
    params: { a: '1' },
  });
  const genuine = await fetch(`http://127.0.0.1:${port}${request.path}`, request);
  assert.match(await genuine.text(), /^t=\d+,key=auth-token:0,mac=[0-9a-f]{64}$/);
  const forged = await fetch(`http://127.0.0.1:${port}/admin`, request);
  assert.equal(forged.status, 403);
  await forged.arrayBuffer();
  await proxy.close(0);
  app.close();
  app.closeAllConnections();
  assert.deepEqual(
    seen.map(({ status }) => status),
    [200, 403],
  );
}

main().then(() => console.log('proxy: done'));
