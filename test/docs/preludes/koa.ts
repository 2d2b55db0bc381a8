import Router from '@koa/router';
import { webhook } from '@sig/koa';
import Koa, { type Middleware } from 'koa';
import { authToken, expectVerified, publicUrl } from './kit.js';

const app = new Koa();
const router = new Router();
const handler: Middleware = (ctx) => {
  ctx.body = 'done';
};

// snippet

router.post('/voice', webhook({ authToken, publicUrl }), handler);
app.use(router.routes());
app.silent = true;
await expectVerified(app.callback());
