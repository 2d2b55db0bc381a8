import { isJson } from './content-type.js';
import type { SignatureAlgorithm } from './signature-settings.js';
import { type Rejected, reject } from './verdict.js';

/** A service whose webhooks can be verified. */
export type Provider = 'twilio' | 'signalwire';

/** One way in which a service signs. */
export interface SignatureForm {
  /** The header of the signature. */
  readonly header: string;
  readonly algorithm: SignatureAlgorithm;
  readonly encoding: 'base64' | 'hex';
  /** What follows the URL in the string to sign: the params of a form, or a JSON body as it came. */
  readonly covers: 'params' | 'json';
}

const form = { algorithm: 'HMAC-SHA1', encoding: 'base64', covers: 'params' } as const;

/** Compatible services that sign otherwise than Twilio, the header that takes precedence first. */
export const otherProviders: Readonly<
  Record<Exclude<Provider, 'twilio'>, readonly SignatureForm[]>
> = {
  signalwire: [
    {
      header: 'X-SignalWire-Sha256-Signature',
      algorithm: 'HMAC-SHA256',
      encoding: 'hex',
      covers: 'json',
    },
    {
      header: 'X-SignalWire-Signature',
      algorithm: 'HMAC-SHA1',
      encoding: 'hex',
      covers: 'json',
    },
    { header: 'X-SignalWire-Signature', ...form },
    { header: 'X-Twilio-Signature', ...form },
  ],
};

/** A signature in one of the forms, in base64. */
export interface ClaimedSignature extends SignatureForm {
  readonly ok: true;
  readonly signature: string;
}

/**
 * The signature that a request carries. The first header that it has decides: another one does not stand in for it.
 *
 * @param headerOf a header by its lower-case name
 * @returns a rejection if there is none, or it has no form that it could have
 */
export function claimedSignature(
  forms: readonly SignatureForm[],
  headerOf: (name: string) => string | undefined,
): ClaimedSignature | Rejected {
  const json = isJson(headerOf('content-type'));
  const possible = forms.filter(({ covers }) => covers === 'params' || json);
  const header = possible.find((one) => (headerOf(one.header.toLowerCase()) ?? '') !== '')?.header;
  if (header === undefined) return reject('missing-signature');
  const value = headerOf(header.toLowerCase()) ?? '';
  const found = possible.find((one) => one.header === header && patternOf(one).test(value));
  if (found === undefined) return reject('malformed-signature');
  const signature = found.encoding === 'hex' ? hexToBase64(value) : value;
  return { ok: true, ...found, signature };
}

function patternOf({ algorithm, encoding }: Pick<SignatureForm, 'algorithm' | 'encoding'>): RegExp {
  return patterns[encoding][algorithm];
}

// Base64 (RFC 4648, section 4) of 20 and of 32 bytes: the last character before "=" has two bits unused.
const patterns = {
  base64: {
    'HMAC-SHA1': /^[A-Za-z0-9+/]{26}[AEIMQUYcgkosw048]=$/,
    'HMAC-SHA256': /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/,
  },
  hex: { 'HMAC-SHA1': /^[0-9a-f]{40}$/, 'HMAC-SHA256': /^[0-9a-f]{64}$/ },
};

/** Whether a text has the form of a signature of this algorithm. */
export function isSignature(
  value: unknown,
  algorithm: SignatureAlgorithm,
  encoding: SignatureForm['encoding'] = 'base64',
): value is string {
  return typeof value === 'string' && patternOf({ algorithm, encoding }).test(value);
}

function hexToBase64(hex: string): string {
  return btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))));
}
