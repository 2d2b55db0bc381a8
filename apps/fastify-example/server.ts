// A phone line. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import websocket from '@fastify/websocket';
import { type Params, type WebhookOptions, webhook } from '@sig/fastify';
import { basic, digest } from '@sig/http-auth';
import { fastify } from 'fastify';

const { PUBLIC_URL, SHARED_KEYS, TWILIO_AUTH_TOKEN, PORT = '3000' } = process.env;

// Without PUBLIC_URL the scheme and the host come from the proxy in front, on this machine.
const app = fastify({ logger: true, trustProxy: 'loopback' });
await app.register(websocket);

const options: WebhookOptions = {
  authToken: TWILIO_AUTH_TOKEN,
  ...(SHARED_KEYS === undefined ? {} : { sharedKeys: JSON.parse(SHARED_KEYS) }),
  ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL }),
  onReject: (error, request) => app.log.warn(`${error.code} ${request.method} ${request.target}`),
};

// The private line: its URL is configured as https://user:password@host/private.
const { PRIVATE_USER = 'user', PRIVATE_PASSWORD = 'secret' } = process.env;
const credentials = { [PRIVATE_USER]: PRIVATE_PASSWORD };
const httpAuth = [
  digest({ realm: 'private line', credentials }),
  basic({ realm: 'private line', credentials }),
];

await app.register(async (line) => {
  await line.register(webhook, { ...options, httpAuth });
  line.post('/private', async (_request, reply) => {
    reply.type('text/xml');
    return twiml('<Say>Nobody else can hear this.</Say>');
  });
});

// Everything else is behind the signature alone.
await app.register(async (line) => {
  await line.register(webhook, options);

  line.post('/voice', async (_request, reply) => {
    reply.type('text/xml');
    return twiml(
      '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
    );
  });

  line.post<{ Body: Params }>('/voice/menu', async (request, reply) => {
    const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };
    reply.type('text/xml');
    return twiml(
      `<Say>${choices[String(request.body.Digits)] ?? 'There is no such choice.'}</Say>`,
    );
  });

  line.get<{ Querystring: Params }>('/voice/status', async (request, reply) => {
    request.log.info(`call ${request.query.CallSid}: ${request.query.CallStatus}`);
    return reply.status(204).send();
  });

  line.post<{ Body: Params }>('/sms', async (request, reply) => {
    reply.type('text/xml');
    return twiml(`<Message>${escapeXml(String(request.body.Body))}</Message>`);
  });

  line.post<{ Body: { type: string } }>('/events', async (request, reply) => {
    request.log.info(`event: ${request.body.type}`);
    return reply.status(204).send();
  });

  line.get('/media', { websocket: true }, (stream) => {
    stream.on('message', (audio) => stream.send(audio));
  });
});

await app.listen({ port: Number(PORT), host: '0.0.0.0' });

function twiml(verbs: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
