// Types as users meet them: `pnpm types` is what tests this file, running it only loads it.
import Router from '@koa/router';
import { type MessageParams, type Params, type WebhookMiddleware, webhook } from '@sig/koa';
import Koa from 'koa';
import { expectTypeOf, it } from 'vitest';

const authToken = 'token';

it('handlers see typed bodies', () => {
  const router = new Router();
  router.post('/voice', webhook({ authToken }), (ctx) => {
    expectTypeOf(ctx.request.body.Digits).toEqualTypeOf<string | string[] | undefined>();
    expectTypeOf(ctx.request.rawBody).toExtend<Buffer | undefined>();
  });
  router.post('/events', webhook<{ type: string }>({ authToken }), (ctx) => {
    expectTypeOf(ctx.request.body.type).toEqualTypeOf<string>();
  });
  router.post('/message', webhook<MessageParams>({ authToken }), (ctx) => {
    expectTypeOf(ctx.request.body.Body?.trim()).toEqualTypeOf<string | undefined>();
    expectTypeOf(ctx.request.body.Unknown).toEqualTypeOf<string | string[] | undefined>();
  });
  new Koa().use(webhook({ authToken })).use((ctx) => {
    expectTypeOf(ctx.request.body.Digits).toEqualTypeOf<string | string[] | undefined>();
  });
  expectTypeOf(webhook({ authToken })).toEqualTypeOf<WebhookMiddleware<Params>>();
});
