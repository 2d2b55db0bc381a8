import { strictEqual } from 'node:assert';
import { type LambdaEvent, signedRequest, webhook } from '@sig/lambda';
import { serve } from '@sig/lambda/local';

const authToken = 'token';
const publicUrl = 'https://example.com';

const handler = webhook({ authToken, publicUrl }, async (event: LambdaEvent, _context, verdict) => {
  const digits: string | string[] | undefined = verdict.params.Digits;
  return { statusCode: 200, body: `${event.rawPath} ${digits}` };
});

async function main(): Promise<void> {
  const request = signedRequest({ authToken, url: `${publicUrl}/voice`, params: { Digits: '1' } });
  const { path, method, headers, body } = request;
  const event = {
    rawPath: path,
    rawQueryString: '',
    headers,
    body,
    requestContext: { http: { method, path } },
  };
  strictEqual((await handler(event, {})).body, '/voice 1');
  strictEqual((await handler({ ...event, headers: {} }, {})).statusCode, 403);
  const server = serve(handler, { port: 0 });
  server.on('listening', () => {
    server.close();
    console.log('lambda: done');
  });
}
void main();
