// Types as users meet them: `pnpm types` is what tests this file, running it only loads it.
import { type MessageParams, type Params, webhook } from '@sig/fastify';
import { fastify } from 'fastify';
import { expectTypeOf, it } from 'vitest';

const authToken = 'token';

it('routes see typed bodies and the route config', () => {
  const app = fastify();
  app.register(webhook, { authToken, global: false });
  app.post<{ Body: Params }>('/voice', { config: { webhook: true } }, async (request) => {
    expectTypeOf(request.body.Digits).toEqualTypeOf<string | string[] | undefined>();
    expectTypeOf(request.rawBody).toEqualTypeOf<Buffer | undefined>();
  });
  app.post<{ Body: MessageParams }>('/message', async ({ body }) => {
    expectTypeOf(body.Body).toEqualTypeOf<string | undefined>();
    expectTypeOf(body.Unknown).toEqualTypeOf<string | string[] | undefined>();
  });
  // @ts-expect-error: on or off, nothing else
  app.get('/health', { config: { webhook: 'no' } }, async () => 'well');
  // @ts-expect-error: no such option
  app.register(webhook, { authTokn: 'x' });
});
