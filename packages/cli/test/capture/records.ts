import { sign } from '@sig/core';
import { recognizeRequest } from '../../src/capture/recognize-request.js';
import { keptBody, type RequestRecord } from '../../src/capture/record.js';
import { exampleOf } from '../../src/events/events.js';

export const formType = 'application/x-www-form-urlencoded';

/** A genuine request for https://example.com that came in over plain http, and its answer. */
export function record(
  given: Partial<RequestRecord> & { readonly text?: string } = {},
): RequestRecord {
  const { text, ...rest } = given;
  const params = exampleOf('message').params ?? {};
  const target = rest.target ?? '/sms?a=1';
  const form = text ?? new URLSearchParams(params).toString();
  const { signature } = sign({
    authToken: 'token',
    url: `https://example.com${target}`,
    params: [...new URLSearchParams(form)],
  });
  const headers = rest.headers ?? [
    ['Host', 'example.com'],
    ['X-Twilio-Signature', signature],
    ['Content-Type', formType],
    ['User-Agent', 'TwilioProxy/1.1'],
    ['X-Twice', 'one'],
    ['X-Twice', 'two'],
  ];
  const made = {
    id: 1,
    time: Date.parse('2026-07-17T12:06:41.250Z'),
    via: 'received' as const,
    method: 'POST',
    target,
    scheme: 'http' as const,
    host: 'example.com',
    upgrade: false,
    headers,
    body: keptBody(Buffer.from(form)),
    verdict: { state: 'not-verified' as const, reason: 'No key.' },
    answer: {
      status: 200,
      headers: [['Content-Type', 'text/xml']] as const,
      body: keptBody(Buffer.from('<Response><Message>Hi +15555550142</Message></Response>')),
      milliseconds: 23.4,
    },
    warnings: [],
    attempt: 1,
    ...rest,
  };
  return { event: recognizeRequest(made), ...made };
}
