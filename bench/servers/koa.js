// A Koa server, with the form read and parsed, or verified too: `node koa.js sig`.
import { bodyParser } from '@koa/bodyparser';
import { webhook } from '@sig/koa';
import Koa from 'koa';
import { authToken, origin } from './settings.js';

const ways = { sig: () => webhook({ authToken, publicUrl: origin }), parser: () => bodyParser() };

const app = new Koa();
app.use(ways[process.argv[2]]());
app.use((ctx) => {
  ctx.type = 'text/xml';
  ctx.body = `<Response><Say>${ctx.request.body.CallSid}</Say></Response>`;
});
app.listen(Number(process.env.PORT), '127.0.0.1');
