import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { type ParamsInput, sign } from '@sig/core';
import { isForm, signatureHeader, signatureSettingsHeader } from '@sig/core/adapter';
import { type Fields, fieldOf, type RequestRecord, textOfBytes } from '../capture/record.js';
import { maxTwiml } from '../capture/warnings.js';
import { UsageError } from '../errors.js';
import { withQuery } from '../events/events.js';
import { verifiedUrl } from './explain-record.js';
import type { Listener } from './listener.js';
import type { Keys, ListenSettings } from './settings.js';

/** A request that is sent from here. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Fields;
  readonly body: Uint8Array;
}

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly cookies: readonly string[];
  /** As much of it as a sender reads of TwiML. */
  readonly text: string;
}

/** What is changed of a request before it is signed anew. */
export interface Edit {
  /** Path and query. */
  readonly target?: string | undefined;
  /** Of a form, or of the query of a GET. */
  readonly params?: readonly (readonly [name: string, value: string])[] | undefined;
  /** Anything else than a form. */
  readonly body?: string | undefined;
}

/**
 * Sends a request again, with the signature that it had.
 *
 * @throws UsageError if its body was not kept in full, or its credentials were not
 */
export function resend(listener: Listener, record: RequestRecord): Promise<RequestRecord> {
  const sent = wholeOf(record);
  return listener.again('resent', (port) => send(port, sent));
}

/**
 * Sends a request with other content, signed anew.
 *
 * @throws UsageError if there is no key
 */
export function resendEdited(
  listener: Listener,
  record: RequestRecord,
  edit: Edit,
): Promise<RequestRecord> {
  const sent = edited(wholeOf(record), record, edit, listener.settings);
  return listener.again('resent', (port) => send(port, sent));
}

function wholeOf({ method, target, headers, body, redacted }: RequestRecord): Sent {
  if (body.bytes.length < body.length) {
    throw new UsageError('Only the first 64 KB of its body were kept: it cannot be sent again.');
  }
  if (redacted === true)
    throw new UsageError('Values were taken out of it: it cannot be sent again.');
  return { method, target, headers, body: body.bytes };
}

/** @throws UsageError if there is no key */
export function signerOf(keys: Keys | undefined) {
  if (keys === undefined) {
    throw new UsageError(
      'There is no key to sign with. Set TWILIO_AUTH_TOKEN, or give --token-file or --token-stdin.',
    );
  }
  if ('sharedKeys' in keys) {
    const [[id, secret] = ['', '']] = Object.entries(keys.sharedKeys);
    return { sharedKey: { id, secret } };
  }
  return { authToken: keys.authToken[0] ?? '' };
}

function edited(sent: Sent, record: RequestRecord, edit: Edit, settings: ListenSettings): Sent {
  const { target: original, headers } = sent;
  const key = signerOf(settings.keys);
  const isOfForm = isForm(fieldOf(headers, 'content-type'));
  const given = edit.target ?? original;
  if (!given.startsWith('/') || /[\s#]/.test(given)) {
    throw new UsageError('The path must begin with "/", without spaces and "#".');
  }
  const target =
    edit.params === undefined || isOfForm
      ? given
      : withQuery(given.split('?')[0] ?? '', edit.params);
  const text = textOfBytes(sent.body);
  const params: ParamsInput | undefined = isOfForm
    ? (edit.params ?? [...new URLSearchParams(text)]).map(([name, value]) => [name, value] as const)
    : undefined;
  const body = edit.body === undefined ? sent.body : Buffer.from(edit.body);
  const url = verifiedUrl({ ...record, target }, settings);
  const content =
    params !== undefined ? { params } : body.length > 0 && !record.upgrade ? { body } : {};
  const signed = sign({ ...key, url, ...content });
  const pairs = (params ?? []) as readonly (readonly [string, string])[];
  const form = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]));
  const made = [signatureHeader, signatureSettingsHeader, 'I-Twilio-Idempotency-Token'];
  const dropped = [...made, 'Content-Length'].map((name) => name.toLowerCase());
  return {
    method: sent.method,
    // With the hash of the body, if there is one.
    target: signed.url === url ? target : signed.url.slice(url.length - target.length),
    headers: [
      ...headers.filter(([name]) => !dropped.includes(name.toLowerCase())),
      [signatureHeader, signed.signature],
      ...(signed.signatureSettings === undefined
        ? []
        : [[signatureSettingsHeader, signed.signatureSettings] as const]),
    ],
    body: params === undefined ? body : Buffer.from(form.toString()),
  };
}

/** Sends to a port of this machine, and waits for the end of the response. */
export function send(port: number, { method, target, headers, body }: Sent): Promise<Answered> {
  const dropped = ['content-length', 'transfer-encoding', 'connection'];
  const isUpgrade = fieldOf(headers, 'upgrade') !== undefined;
  const fields = headers.filter(
    ([name]) => !dropped.includes(name.toLowerCase()) || (isUpgrade && /^connection$/i.test(name)),
  );
  const hasBody = body.length > 0 || !['GET', 'HEAD'].includes(method);
  const raw = [...fields, ...(hasBody ? [['Content-Length', String(body.length)]] : [])].flat();
  return new Promise((resolve, reject) => {
    const request: ClientRequest = httpRequest({
      host: '127.0.0.1',
      port,
      method,
      path: target,
      headers: raw as never,
      setHost: false,
      agent: false,
    });
    const answered = ({ statusCode: status = 0, headers: got }: IncomingMessage, text: string) => {
      const { 'content-type': contentType, 'set-cookie': cookies = [] } = got;
      resolve({ status, contentType, cookies, text });
    };
    request.on('error', reject);
    request.on('response', (response) => {
      let text = Buffer.alloc(0);
      response
        .on('data', (chunk: Buffer) => {
          text = Buffer.concat([text, chunk.subarray(0, maxTwiml - text.length)]);
        })
        .on('error', reject)
        .on('close', () => answered(response, text.toString()));
    });
    request.on('upgrade', (response, socket) => {
      // That it opens is all that there is to see.
      socket.on('error', () => {}).destroy();
      answered(response, '');
    });
    request.end(body.length === 0 ? undefined : body);
  });
}
