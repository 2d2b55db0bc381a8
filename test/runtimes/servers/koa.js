import { webhook } from '@sig/koa';
import Koa from 'koa';

const app = new Koa();
const verify = webhook({ authToken: process.env.TWILIO_AUTH_TOKEN });
app.use((ctx, next) => {
  if (ctx.path !== '/voice') return;
  if (ctx.method === 'POST') return verify(ctx, next);
  ctx.status = 405;
});
app.use((ctx) => {
  ctx.body = `You pressed ${ctx.request.body.Digits}.`;
});
app.listen(Number(process.env.PORT), '127.0.0.1');
