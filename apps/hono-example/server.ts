// A phone line. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import { serve } from '@hono/node-server';
import { createNodeWebSocket } from '@hono/node-ws';
import { type WebhookEnv, type WebhookOptions, type WebhookRequest, webhook } from '@sig/hono';
import { basic, digest } from '@sig/http-auth';
import { type Context, Hono } from 'hono';

const { PUBLIC_URL, SHARED_KEYS, TWILIO_AUTH_TOKEN, PORT = '3000' } = process.env;
const options: WebhookOptions = {
  authToken: TWILIO_AUTH_TOKEN,
  ...(SHARED_KEYS === undefined ? {} : { sharedKeys: JSON.parse(SHARED_KEYS) }),
  publicUrl: PUBLIC_URL ?? originFromProxy,
  onReject: (error, request) => console.warn(error.code, request.method, request.target),
};

// The private line: its URL is configured as https://user:password@host/private.
const { PRIVATE_USER = 'user', PRIVATE_PASSWORD = 'secret' } = process.env;
const credentials = { [PRIVATE_USER]: PRIVATE_PASSWORD };
const httpAuth = [
  digest({ realm: 'private line', credentials }),
  basic({ realm: 'private line', credentials }),
];

const app = new Hono<WebhookEnv>();
const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });

app.post('/private', webhook({ ...options, httpAuth }), (c) =>
  twiml(c, '<Say>Nobody else can hear this.</Say>'),
);

// Everything below is behind the signature. Hono answers rejections with their status and code.
app.use(webhook(options));

app.post('/voice', (c) =>
  twiml(
    c,
    '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
  ),
);

app.post('/voice/menu', (c) => {
  const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };
  const { Digits } = c.var.webhook.params;
  return twiml(c, `<Say>${choices[String(Digits)] ?? 'There is no such choice.'}</Say>`);
});

app.get('/voice/status', (c) => {
  console.log(`call ${c.req.query('CallSid')}: ${c.req.query('CallStatus')}`);
  return c.body(null, 204);
});

app.post('/sms', (c) =>
  twiml(c, `<Message>${escapeXml(String(c.var.webhook.params.Body))}</Message>`),
);

app.post('/events', async (c) => {
  const event = await c.req.json<{ type: string }>();
  console.log(`event: ${event.type}`);
  return c.body(null, 204);
});

app.get(
  '/media',
  upgradeWebSocket(() => ({
    onMessage: ({ data }, stream) => stream.send(data as string | ArrayBuffer),
  })),
);

const server = serve({ fetch: app.fetch, port: Number(PORT) }, () =>
  console.log(`Listening on port ${PORT}.`),
);
injectWebSocket(server);

/** Without PUBLIC_URL the scheme and the host come from the proxy in front. */
function originFromProxy({ protocol, host, header }: WebhookRequest): string {
  const name = header('x-forwarded-host') ?? header('host') ?? host;
  return `${header('x-forwarded-proto') ?? protocol}://${name}`;
}

function twiml(c: Context, verbs: string): Response {
  c.header('Content-Type', 'text/xml');
  return c.body(`<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
