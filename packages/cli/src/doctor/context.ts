import { stringToSign } from '@sig/core';
import { signatureHeader } from '@sig/core/adapter';
import { type SignedRequest, signRequest } from '@sig/sender';
import type { Key } from './key.js';
import { Probe, type ProbeOptions, type Sendable } from './probe.js';

/** What an endpoint takes: a form POST, a GET, another body under `bodySHA256`, or a WebSocket upgrade. */
export type Kind = 'form' | 'get' | 'body' | 'websocket';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** The endpoint, and what a genuine request to it is. */
export interface Endpoint {
  readonly kind: Kind;
  /** As configured at the sender, without a fragment. */
  readonly url: string;
  /** What genuine requests are signed with. */
  readonly key: Key;
  /** Parameters: in the form, or in the query of a GET. */
  readonly params: Pairs;
  /** The body of the kind `body`. */
  readonly body: string;
  readonly contentType: string;
}

/** What every check works with. */
export interface DoctorContext extends Endpoint {
  readonly probe: Probe;
  readonly options: ProbeOptions;
  /** The fragment of the configured URL, without its `#`: connection overrides, neither sent nor signed. */
  readonly fragment: string;
  /** The genuine request: what the real sender would send. */
  readonly genuine: SignedRequest;
}

/** The parameters of a call, if none are given. */
export const callParams: Pairs = [
  ['AccountSid', 'AC00000000000000000000000000000000'],
  ['ApiVersion', '2010-04-01'],
  ['CallSid', 'CA00000000000000000000000000000000'],
  ['CallStatus', 'ringing'],
  ['Caller', '+15550100001'],
  ['Digits', '1'],
  ['Direction', 'inbound'],
  ['From', '+15550100001'],
  ['To', '+15550100002'],
];

/** The body of an event, if none is given. */
export const eventBody =
  '{"specversion":"1.0","type":"com.twilio.voice.status-callback.call.completed","id":"EZ00000000000000000000000000000000","data":{"CallSid":"CA00000000000000000000000000000000"}}';

/** @param endpoint its `url` as configured, with a fragment if it has one */
export function makeContext(
  endpoint: Pick<Endpoint, 'url' | 'key'> & Partial<Endpoint>,
  options: ProbeOptions,
): DoctorContext {
  const { kind = 'form', params = callParams, body = eventBody } = endpoint;
  const { contentType = 'application/json' } = endpoint;
  const [url = '', fragment = ''] = endpoint.url.split(/#(.*)/s, 2);
  const whole: Endpoint = { ...endpoint, url, kind, params, body, contentType };
  const genuine = signed(whole);
  const probe = new Probe(options, genuine.destination.credentials);
  return { ...whole, probe, options, fragment, genuine };
}

/** A request of the endpoint's kind, signed for what it says. */
export function signed(endpoint: Endpoint, changed: Partial<Endpoint> = {}): SignedRequest {
  const { kind, url, key, params, body, contentType } = { ...endpoint, ...changed };
  switch (kind) {
    case 'form':
      return signRequest({ url, params: [...params] }, key);
    case 'get':
      return signRequest({ url: withPairs(url, params), method: 'GET' }, key);
    case 'body':
      return signRequest({ url, body, contentType }, key);
    case 'websocket':
      return signRequest({ url, upgrade: true }, key);
  }
}

/** The genuine request with other parameters under the same signature. */
export function withParams(context: DoctorContext, pairs: Pairs): Sendable {
  const { genuine, kind, url } = context;
  if (kind === 'form') return { ...genuine, body: formOf(pairs) };
  const { target } = signRequest({ url: withPairs(url, pairs) }, context.key).destination;
  return { ...genuine, target };
}

export function formOf(pairs: Pairs): Buffer {
  return Buffer.from(
    new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString(),
  );
}

function withPairs(url: string, pairs: Pairs): string {
  return pairs.length === 0 ? url : withQuery(url, formOf(pairs).toString());
}

/** A URL or a target with more in its query. */
export function withQuery(url: string, more: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${more}`;
}

/** The request with a header replaced; removed if no values are given. */
export function withHeader(request: Sendable, name: string, ...values: string[]): Sendable {
  const others = request.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, ...values.map((value) => [name, value] as const)] };
}

/** The request under another signature. */
export function withSignature(request: Sendable, ...signatures: string[]): Sendable {
  return withHeader(request, signatureHeader, ...signatures);
}

/** The string that the genuine request is signed over. */
export function textToSign({ genuine, kind, params }: DoctorContext): string {
  return stringToSign(genuine.signedUrl, kind === 'form' ? [...params] : {});
}

/** A signature that has the form of one and that no key has made. */
export const madeUp = 'c2lnIGRvY3RvcjogbWFkZSB1cCE=';

export function signatureOf({ headers }: Sendable): string {
  return headers.find(([name]) => name === signatureHeader)?.[1] ?? '';
}

/** Whether a host is this machine. */
export function isLocal(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|::1)$/i.test(hostname);
}
