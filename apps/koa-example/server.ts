// A phone line. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import { createServer } from 'node:http';
import Router from '@koa/router';
import { basic, digest } from '@sig/http-auth';
import {
  createVerifier,
  isWebhookError,
  rejectUpgrade,
  type WebhookOptions,
  webhook,
} from '@sig/koa';
import Koa from 'koa';
import { WebSocketServer } from 'ws';

const { PUBLIC_URL, SHARED_KEYS, TWILIO_AUTH_TOKEN, PORT = '3000' } = process.env;
const options: WebhookOptions = {
  authToken: TWILIO_AUTH_TOKEN,
  ...(SHARED_KEYS === undefined ? {} : { sharedKeys: JSON.parse(SHARED_KEYS) }),
  ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL }),
  onReject: (error, request) => console.warn(error.code, request.method, request.target),
};
// The private line: its URL is configured as https://user:password@host/private.
const { PRIVATE_USER = 'user', PRIVATE_PASSWORD = 'secret' } = process.env;
const credentials = { [PRIVATE_USER]: PRIVATE_PASSWORD };
const httpAuth = [
  digest({ realm: 'private line', credentials }),
  basic({ realm: 'private line', credentials }),
];

const router = new Router();

router.post('/voice', webhook(options), (ctx) => {
  twiml(
    ctx,
    '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
  );
});

router.post('/voice/menu', webhook(options), (ctx) => {
  const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };
  twiml(
    ctx,
    `<Say>${choices[String(ctx.request.body.Digits)] ?? 'There is no such choice.'}</Say>`,
  );
});

router.get('/voice/status', webhook(options), (ctx) => {
  console.log(`call ${ctx.query.CallSid}: ${ctx.query.CallStatus}`);
  ctx.status = 204;
});

router.post('/sms', webhook(options), (ctx) => {
  twiml(ctx, `<Message>${escapeXml(String(ctx.request.body.Body))}</Message>`);
});

router.post('/events', webhook<{ type: string }>(options), (ctx) => {
  console.log(`event: ${ctx.request.body.type}`);
  ctx.status = 204;
});

router.post('/private', webhook({ ...options, httpAuth }), (ctx) => {
  twiml(ctx, '<Say>Nobody else can hear this.</Say>');
});

// Without PUBLIC_URL the scheme and the host come from the proxy in front: `proxy` believes it.
const app = new Koa({ proxy: PUBLIC_URL === undefined });
app.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    ctx.status = error.status;
    ctx.set(error.headers);
    ctx.body = { code: error.code, message: error.message };
  }
});
app.use(router.routes());

const server = createServer(app.callback());
const verifier = createVerifier(options, app);
const media = new WebSocketServer({ noServer: true });
server.on('upgrade', async (req, socket, head) => {
  const verdict = await verifier.verify(req);
  if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
  media.handleUpgrade(req, socket, head, (stream) => {
    stream.on('message', (audio) => stream.send(audio));
  });
});
server.listen(Number(PORT), () => console.log(`Listening on port ${PORT}.`));

function twiml(ctx: Pick<Koa.Context, 'type' | 'body'>, verbs: string): void {
  ctx.type = 'text/xml';
  ctx.body = `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
