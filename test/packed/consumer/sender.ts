import { strictEqual } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSender, SenderError, type SendResult, TlsError } from '@sig/sender';

const server = createServer((_req, res) => res.end('hello'));
server.listen(0, '127.0.0.1', async () => {
  const call = createSender({ authToken: 'token' }).call();
  const { port } = server.address() as AddressInfo;
  const result: SendResult = await call.post(`http://127.0.0.1:${port}/voice`, { Digits: '1' });
  strictEqual(result.text, 'hello');
  const error: unknown = await call.get('http://127.0.0.1:1/').catch((error) => error);
  strictEqual(error instanceof SenderError && !(error instanceof TlsError), true);
  call.close();
  server.close();
  console.log('sender: done');
});
