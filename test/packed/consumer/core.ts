import { strictEqual } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign, type Verdict, verify, WebhookError } from '@sig/core';
import { createVerifier as createFetchVerifier } from '@sig/core/fetch';
import { createVerifier } from '@sig/core/node';
import { validateRequest } from '@sig/core/twilio';

const authToken = 'token';
const params = { Digits: '1' };
const url = 'https://example.com/voice';

async function main(): Promise<void> {
  const { signature } = sign({ authToken, url, params });
  const verdict: Verdict = verify({ authToken, signature, url, params });
  strictEqual(verdict.ok && verdict.params.Digits, '1');
  strictEqual(validateRequest(authToken, signature, url, params), true);

  const forged = await createFetchVerifier({ authToken }).verify(new Request(url));
  strictEqual(forged.ok === false && forged.error instanceof WebhookError, true);

  const verifier = createVerifier({ authToken, publicUrl: 'https://example.com' });
  const server = createServer(async (req, res) => {
    const received = await verifier.verify(req);
    res.end(received.ok ? JSON.stringify(received.body) : received.error.code);
  });
  server.listen(0, '127.0.0.1', async () => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/voice`, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signature },
      body: new URLSearchParams(params),
    });
    strictEqual(await response.text(), '{"Digits":"1"}');
    server.close();
    console.log('core: done');
  });
}

main();
