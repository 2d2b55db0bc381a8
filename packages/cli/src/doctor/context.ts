import { signatureHeader } from '@sig/core/adapter';
import { type SignedRequest, signRequest } from '@sig/sender';
import { Probe, type ProbeOptions, type Sendable } from './probe.js';

/** What every check works with. */
export interface DoctorContext {
  readonly url: string;
  readonly authToken: string;
  readonly params: readonly (readonly [string, string])[];
  readonly probe: Probe;
  readonly options: ProbeOptions;
  /** The genuine request: what the real sender would send. */
  readonly genuine: SignedRequest;
}

/** The parameters of a call, if none are given. */
export const callParams: readonly (readonly [string, string])[] = [
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

export function makeContext(
  url: string,
  authToken: string,
  params: readonly (readonly [string, string])[],
  options: ProbeOptions,
): DoctorContext {
  const genuine = signRequest({ url, params: [...params] }, { authToken });
  const probe = new Probe(options, genuine.destination.credentials);
  return { url, authToken, params, probe, options, genuine };
}

/** The request with another body, in which nothing else is changed. */
export function withForm(
  request: Sendable,
  pairs: readonly (readonly [string, string])[],
): Sendable {
  const body = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]));
  return { ...request, body: Buffer.from(body.toString()) };
}

/** The request with a header replaced; removed if no values are given. */
export function withHeader(request: Sendable, name: string, ...values: string[]): Sendable {
  const others = request.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, ...values.map((value) => [name, value] as const)] };
}

export function signatureOf({ headers }: Sendable): string {
  return headers.find(([name]) => name === signatureHeader)?.[1] ?? '';
}
