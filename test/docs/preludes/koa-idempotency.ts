import Router from '@koa/router';
import { webhook } from '@sig/koa';
import Koa, { type Middleware } from 'koa';
import { authToken, expectOnce, publicUrl } from './kit.js';

const app = new Koa();
const router = new Router();
const handler: Middleware = (ctx) => {
  ctx.body = 'done';
};

// snippet

app.use(router.routes());
await expectOnce(app.callback());
