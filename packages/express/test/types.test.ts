// Types as users meet them: `pnpm types` is what tests this file, running it only loads it.
import {
  captureRawBody,
  type MessageParams,
  type Params,
  type WebhookHandler,
  webhook,
} from '@sig/express';
import express from 'express';
import { expectTypeOf, it } from 'vitest';

const authToken = 'token';

it('handlers see typed bodies', () => {
  const app = express();
  app.use(express.json({ verify: captureRawBody }));
  app.post('/voice', webhook({ authToken }), (req) => {
    expectTypeOf(req.body).toEqualTypeOf<Params>();
    expectTypeOf(req.body.Digits).toEqualTypeOf<string | string[] | undefined>();
    expectTypeOf(req.rawBody).toEqualTypeOf<Buffer | undefined>();
  });
  app.post('/events', webhook<{ type: string }>({ authToken }), (req) => {
    expectTypeOf(req.body.type).toEqualTypeOf<string>();
  });
  app.post('/message', webhook<MessageParams>({ authToken }), (req) => {
    expectTypeOf(req.body.Body?.trim()).toEqualTypeOf<string | undefined>();
    expectTypeOf(req.body.Unknown).toEqualTypeOf<string | string[] | undefined>();
  });
  app.use(webhook({ authToken }));
  app.use('/prefix', webhook({ authToken }), express.Router());
  app.post('/calls/:id', webhook({ authToken }), (req) => {
    expectTypeOf(req.params.id).not.toBeAny();
  });
  expectTypeOf(webhook({ authToken })).toEqualTypeOf<WebhookHandler>();
});
