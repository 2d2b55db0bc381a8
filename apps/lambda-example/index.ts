// A phone line. Set TWILIO_AUTH_TOKEN, PUBLIC_URL to the origin that the sender calls, and SHARED_KEYS to
// `{"KEY_ID":"secret"}` if the sender also signs with keys of yours.
import { basic } from '@sig/http-auth';
import { type Received, type WebhookOptions, webhook } from '@sig/lambda';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';

const { PUBLIC_URL, SHARED_KEYS, TWILIO_AUTH_TOKEN } = process.env;
const options: WebhookOptions = {
  authToken: TWILIO_AUTH_TOKEN,
  ...(SHARED_KEYS === undefined ? {} : { sharedKeys: JSON.parse(SHARED_KEYS) }),
  ...(PUBLIC_URL === undefined ? {} : { publicUrl: PUBLIC_URL }),
  onReject: (error, request) => console.warn(error.code, request.method, request.target),
};

// The private line: its URL is configured as https://user:password@host/private. Basic and not Digest, whose nonces are
// counted in the memory of one process.
const { PRIVATE_USER = 'user', PRIVATE_PASSWORD = 'secret' } = process.env;
const httpAuth = basic({
  realm: 'private line',
  credentials: { [PRIVATE_USER]: PRIVATE_PASSWORD },
});

type Result = APIGatewayProxyStructuredResultV2;
type Route = (received: Received, event: APIGatewayProxyEventV2) => Result;

const routes: Readonly<Record<string, Route>> = {
  'POST /private': () => twiml('<Say>Nobody else can hear this.</Say>'),
  'POST /voice': () =>
    twiml(
      '<Gather action="/voice/menu" numDigits="1"><Say>Press 1 for news, 2 for music.</Say></Gather>',
    ),
  'POST /voice/menu': ({ params }) => {
    const choices: Record<string, string> = { 1: 'No news is good news.', 2: 'La la la.' };
    return twiml(`<Say>${choices[String(params.Digits)] ?? 'There is no such choice.'}</Say>`);
  },
  'GET /voice/status': (_received, { queryStringParameters }) => {
    console.log(`call ${queryStringParameters?.CallSid}: ${queryStringParameters?.CallStatus}`);
    return { statusCode: 204 };
  },
  'POST /sms': ({ params }) => twiml(`<Message>${escapeXml(String(params.Body))}</Message>`),
  'POST /events': ({ body }) => {
    console.log(`event: ${(body as { type: string }).type}`);
    return { statusCode: 204 };
  },
};

const answer = (event: APIGatewayProxyEventV2, _context: Context, received: Received): Result => {
  const { method } = event.requestContext.http;
  return routes[`${method} ${event.rawPath}`]?.(received, event) ?? { statusCode: 404 };
};

const open = webhook(options, answer);
const closed = webhook({ ...options, httpAuth }, answer);

/** Everything is behind the signature, and the private line behind its credentials too. */
export const handler: typeof open = (event, context) =>
  (event.rawPath === '/private' ? closed : open)(event, context);

function twiml(verbs: string): Result {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'text/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`,
  };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
