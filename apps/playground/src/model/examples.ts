// Requests to start from. Each has a signature that was made of `signed`, which may be another request.
import { compute, withHash } from './signature.js';
import { blank, type Param, type State } from './state.js';

interface Example {
  readonly label: string;
  readonly state: Partial<State>;
  /** What the sender signed, if it is not the same. */
  readonly signed?: Partial<State>;
}

const paramsOf = (text: string): Param[] =>
  text.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return { name, value };
  });

const call = paramsOf(
  'CallSid=CA1234567890ABCDE&From=+14155550123&To=+18005550199&Digits=1234&AccountSid=AC0000000001&ForwardedFrom=',
);
const message = paramsOf(
  'From=+491715550123&Body=Grüße, see you at 5&MessageSid=SM42&Tag=vip&Tag=berlin&Tag=vip',
);
const event: Partial<State> = {
  url: 'https://example.com/events',
  kind: 'raw',
  raw: '{"type":"call.completed","id":"CA123"}',
};

/** The key of every example. It is no secret. */
export const exampleKey = 'playground-token';

export const examples = {
  call: { label: 'Voice call', state: { url: 'https://example.com/voice?lang=en', params: call } },
  proxy: {
    label: 'Behind a proxy',
    state: {
      url: 'http://10.0.0.7:3000/voice?lang=en',
      params: call,
      configured: 'https://example.com/api/voice?lang=en',
    },
    signed: { url: 'https://example.com/api/voice?lang=en' },
  },
  plus: {
    label: 'Lost plus signs',
    state: {
      url: 'https://example.com/voice?lang=en',
      params: call.map(({ name, value }) => ({ name, value: value.replace(/^\+/, ' ') })),
    },
    signed: { params: call },
  },
  sms: {
    label: 'SMS, repeated names',
    state: { url: 'https://example.com/sms', params: message },
  },
  json: {
    label: 'JSON body',
    state: { ...event, url: withHash({ ...blank, ...event }, event.raw ?? '') },
  },
  shared: {
    label: 'Shared key',
    state: {
      url: 'https://example.com/voice?lang=en',
      params: call,
      key: 'shared',
      keyId: 'WK-2026-a',
      secret: 'a-shared-key-secret',
    },
  },
  ws: { label: 'WebSocket', state: { url: 'wss://example.com/media', method: 'WS' } },
  blank: { label: 'Blank', state: { secret: '' } },
} as const satisfies Record<string, Example>;

export type ExampleName = keyof typeof examples;

export const isExample = (name: string): name is ExampleName => Object.hasOwn(examples, name);

export function exampleOf(name: ExampleName): State {
  const { state, signed = {} }: Example = examples[name];
  const seen: State = { ...blank, secret: exampleKey, ...state };
  return { ...seen, received: compute({ ...seen, ...signed })?.base64 ?? '' };
}

const form = 'CallSid=CA123&From=%2B14155550123&Digits=1234';
const signature = 'O0oD3/nOtHI4VKNLiQ7BGJHLFmY=';
const formType = 'application/x-www-form-urlencoded';

/** Captures to paste, all of the same request, signed with {@link exampleKey}. */
export const captures: Readonly<Record<string, string>> = {
  'Raw HTTP': `POST /voice HTTP/1.1
Host: 10.0.0.7:3000
X-Forwarded-Proto: https
X-Forwarded-Host: example.com
Content-Type: ${formType}
X-Twilio-Signature: ${signature}

${form}`,
  curl: `curl https://example.com/voice \\
  -H 'X-Twilio-Signature: ${signature}' \\
  -d CallSid=CA123 --data-urlencode From=+14155550123 \\
  -d Digits=1234`,
  HAR: JSON.stringify(
    {
      log: {
        entries: [
          {
            request: {
              method: 'POST',
              url: 'https://example.com/voice',
              headers: [
                { name: 'Content-Type', value: formType },
                { name: 'X-Twilio-Signature', value: signature },
              ],
              postData: { text: form },
            },
          },
        ],
      },
    },
    null,
    1,
  ),
  Lambda: JSON.stringify(
    {
      version: '2.0',
      rawPath: '/voice',
      rawQueryString: '',
      headers: {
        host: 'example.com',
        'content-type': formType,
        'x-twilio-signature': signature,
      },
      requestContext: { http: { method: 'POST', path: '/voice' } },
      body: btoa(form),
      isBase64Encoded: true,
    },
    null,
    1,
  ),
};
