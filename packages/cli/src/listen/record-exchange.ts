import { isWebhookError, type VerifiedKey } from '@sig/core';
import type { ProxyExchange } from '@sig/proxy';
import { recognizeRequest } from '../capture/recognize-request.js';
import {
  type Fields,
  fieldOf,
  keptBody,
  type RecordAnswer,
  type RecordVerdict,
  type RequestRecord,
  textOfBytes,
  withoutUserinfo,
} from '../capture/record.js';
import type { RecordChange } from '../capture/record-list.js';
import { isXml, maxTwiml, type Warning, warningsOf } from '../capture/warnings.js';
import { parseTwiml } from '../twiml/parse-twiml.js';

/** What is known of a request once there is a verdict. */
export function recordOf(
  { startedAt, request, body = Buffer.alloc(0), verdict }: ProxyExchange,
  via: RequestRecord['via'],
): Omit<RequestRecord, 'id' | 'retryOf' | 'attempt'> {
  const { method, target, rawHeaders, upgrade } = request;
  const headers = fieldsOf(rawHeaders);
  const made = { method, target, upgrade, headers, body: keptBody(body) };
  return {
    ...made,
    time: startedAt,
    via,
    // As it came over the wire, which the app sees too: whatever ends TLS is in front of this.
    scheme: 'http',
    host: fieldOf(headers, 'host'),
    event: recognizeRequest(made),
    verdict: verdictOf(verdict),
    warnings: [],
  };
}

function verdictOf(verdict: ProxyExchange['verdict']): RecordVerdict {
  if (verdict === undefined) return { state: 'not-verified', reason: 'There is no key.' };
  if (verdict.ok) {
    // Signed with a password in it, perhaps. Nobody needs it here: whoever verifies tries both.
    return { state: 'genuine', url: withoutUserinfo(verdict.url), key: nameOf(verdict.key) };
  }
  const { code, message } = verdict.error;
  return { state: 'refused', code, message, explanation: undefined };
}

function nameOf(key: VerifiedKey): string {
  if (key.kind === 'shared-key') return `shared key ${key.id}`;
  return key.index === 0 ? 'auth token' : `auth token ${key.index + 1}`;
}

/** What has become known since: the answer, or why there is none. */
export function outcomeOf(
  { response, status, error, timings }: ProxyExchange,
  record: RequestRecord,
): RecordChange {
  const isOpen = response?.status === 101;
  const milliseconds = (isOpen ? timings.responded : timings.finished) ?? 0;
  if (response !== undefined) {
    const answer = {
      status: response.status,
      headers: fieldsOf(response.rawHeaders),
      body: keptBody(isOpen ? Buffer.alloc(0) : response.body, isOpen ? 0 : response.length),
      milliseconds,
    };
    const failure = error === undefined || isOpen ? undefined : error.message;
    return { answer, failure, warnings: warningsFor(answer, record) };
  }
  // Refused here.
  if (isWebhookError(error) && status !== undefined) {
    const body = keptBody(new Uint8Array(0));
    return { answer: { status, headers: [], body, milliseconds } };
  }
  return { failure: error?.message ?? 'The client has gone.' };
}

/** What a sender would have to say of an answer. */
export function warningsFor(answer: RecordAnswer, record: RequestRecord): Warning[] {
  const { status, headers, body, milliseconds } = answer;
  const { method, event } = record;
  const contentType = fieldOf(headers, 'content-type');
  const isWhole = body.bytes.length === body.length && body.length <= maxTwiml;
  const text = isWhole && isXml(contentType) ? textOfBytes(body.bytes) : undefined;
  return warningsOf({
    kind: event.kind,
    method,
    status,
    contentType,
    location: fieldOf(headers, 'location'),
    milliseconds,
    bodyLength: body.length,
    twiml: text === undefined ? undefined : parseTwiml(text),
  });
}

function fieldsOf(rawHeaders: readonly string[]): Fields {
  const fields: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    fields.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  }
  return fields;
}
