// A phone line. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { memoryStore } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import {
  createVerifier,
  isWebhookError,
  type Params,
  rejectUpgrade,
  type WebhookOptions,
  webhook,
} from '@sig/express';
import { basic, digest } from '@sig/http-auth';
import express, { type ErrorRequestHandler } from 'express';
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

// What counts once: tickets of media streams, and events that come several times. Several servers share such a store, and
// the secret of the tickets: see @sig/redis.
const store = memoryStore();
const { STREAM_SECRET = randomBytes(32).toString('hex') } = process.env;
const tickets = createStreamTickets({ secrets: STREAM_SECRET, store });

const app = express();
// Without PUBLIC_URL the scheme and the host come from the proxy in front, on this machine.
app.set('trust proxy', 'loopback');

app.post('/private', webhook({ ...options, httpAuth }), (_req, res) => {
  twiml(res, '<Say>Nobody else can hear this.</Say>');
});

// A status that comes again gets the answer of the first time, and is counted once.
let statuses = 0;
const idempotency = { store, key: 'message-status', onStoreError: 'run' } as const;
app.post('/sms/status', webhook({ ...options, idempotency }), (_req, res) => {
  statuses += 1;
  res.json({ statuses });
});

// Everything below is behind the signature.
app.use(webhook(options));

app.post('/voice', (_req, res) => {
  twiml(
    res,
    '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
  );
});

app.post('/voice/stream', (req: express.Request<object, string, Params>, res) => {
  // The server that was called, by the name that the sender knows it by.
  const base = new URL('/stream', String(req.webhook?.url).replace(/^http/, 'ws')).href;
  const url = tickets.url(base, { callSid: String(req.body.CallSid) });
  twiml(res, `<Connect><Stream url="${url}"/></Connect>`);
});

app.post('/voice/menu', (req: express.Request<object, string, Params>, res) => {
  const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };
  twiml(res, `<Say>${choices[String(req.body.Digits)] ?? 'There is no such choice.'}</Say>`);
});

app.get('/voice/status', (req, res) => {
  console.log(`call ${req.query.CallSid}: ${req.query.CallStatus}`);
  res.sendStatus(204);
});

app.post('/sms', (req: express.Request<object, string, Params>, res) => {
  twiml(res, `<Message>${escapeXml(String(req.body.Body))}</Message>`);
});

app.post('/events', (req: express.Request<object, string, { type: string }>, res) => {
  console.log(`event: ${req.body.type}`);
  res.sendStatus(204);
});

app.use(((error, _req, res, next) => {
  if (!isWebhookError(error)) return next(error);
  res.set(error.headers).status(error.status).json({ code: error.code, message: error.message });
}) as ErrorRequestHandler);

const server = createServer(app);
const verifier = createVerifier(options, app);
const ticketed = createVerifier({ ...options, tickets }, app);
const media = new WebSocketServer({ noServer: true });
server.on('upgrade', async (req, socket, head) => {
  // Streams of /voice/stream have a ticket, which is good once.
  const verdict = await (req.url?.startsWith('/stream/') ? ticketed : verifier).verify(req);
  if (!verdict.ok) return rejectUpgrade(socket, verdict.error);
  media.handleUpgrade(req, socket, head, (stream) => {
    stream.on('message', (audio) => stream.send(audio));
  });
});
server.listen(Number(PORT), () => console.log(`Listening on port ${PORT}.`));

function twiml(res: express.Response, verbs: string): void {
  res.type('text/xml').send(`<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
