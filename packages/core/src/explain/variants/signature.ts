import { isSignature } from '../../scheme/providers.js';
import type { Cause } from '../causes.js';
import { safely } from './safely.js';

/** A signature in a form that can be compared. */
export interface SignatureForm {
  /** Base64. */
  readonly value: string;
  readonly algorithm: 'sha1' | 'sha256';
  readonly causes: readonly Cause[];
  /** What was done to the letters on the way, and is done to what it is compared with. */
  readonly fold?: (signature: string) => string;
}

/** A signature in hex, twice, in quotes and escaped, is shorter. */
const maxSignature = 512;

/** A name that other schemes put before the signature. */
const prefix = /^(?:sha-?1|sha-?256|hmac|hmac-sha-?1|hmac-sha-?256|v\d|t=\d+,v\d)[=:] */i;

/** What a signature header may mean; nothing if it can be no signature. */
export function signatureForms(
  header: string,
  expected: SignatureForm['algorithm'] = 'sha1',
): SignatureForm[] {
  if (header.length > maxSignature) return [];
  const forms: SignatureForm[] = [];
  const add = (text: string, causes: readonly Cause[]) => {
    const form = formOf(text, causes, expected);
    if (form !== undefined) forms.push(form);
  };
  add(header, []);
  for (const [cause, change] of changes) {
    const changed = safely(header, change);
    if (changed !== header) add(changed, [cause]);
  }
  const [first = '', second] = header.split(/, ?/, 2);
  if (second !== undefined) {
    add(first, ['signature-doubled']);
    if (second !== first) add(second, ['signature-doubled']);
  }
  const [plain] = forms;
  for (const fold of [lower, upper]) {
    if (plain?.value !== header || fold(header) !== header) continue;
    forms.push({ ...plain, causes: ['signature-case'], fold });
  }
  return forms;
}

/** How a signature is changed on its way, and what it was before. */
const changes: readonly (readonly [Cause, (header: string) => string])[] = [
  ['signature-quoted', (header) => header.trim().replace(/^(["'])(.*)\1$/, '$2')],
  ['signature-url-encoded', decodeURIComponent],
  ['signature-url-encoded', (header) => decodeURIComponent(decodeURIComponent(header))],
  // A "+" that was taken for the space of a form.
  ['signature-url-encoded', (header) => header.replaceAll(' ', '+')],
  ['signature-prefixed', (header) => header.replace(prefix, '')],
  ['signature-padding', (header) => `${header}=`],
  ['signature-base64url', (header) => standard(header)],
  ['signature-base64url', (header) => `${standard(header)}=`],
];

const lower = (text: string) => text.toLowerCase();
const upper = (text: string) => text.toUpperCase();

/** Base64url (RFC 4648, section 5) in the usual alphabet; as it is, if it has none of the other characters. */
function standard(text: string): string {
  return /[-_]/.test(text) ? text.replaceAll('-', '+').replaceAll('_', '/') : '';
}

function formOf(
  text: string,
  causes: readonly Cause[],
  expected: SignatureForm['algorithm'],
): SignatureForm | undefined {
  const sha1: readonly Cause[] = expected === 'sha1' ? causes : [...causes, 'signature-sha1'];
  const sha256: readonly Cause[] = expected === 'sha256' ? causes : [...causes, 'signature-sha256'];
  if (/^[A-Za-z0-9+/]{27}=$/.test(text)) return { value: text, algorithm: 'sha1', causes: sha1 };
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    return { value: text, algorithm: 'sha256', causes: sha256 };
  }
  if (/^[0-9a-f]{40}$/i.test(text)) {
    const hex: readonly Cause[] = [...sha1, 'signature-hex'];
    return { value: hexToBase64(text), algorithm: 'sha1', causes: hex };
  }
  if (/^[0-9a-f]{64}$/i.test(text)) {
    const hex: readonly Cause[] = [...sha256, 'signature-hex'];
    return { value: hexToBase64(text), algorithm: 'sha256', causes: hex };
  }
  return undefined;
}

/** What is wrong with the form of a signature, whatever it signs; nothing if it is well-formed. */
export function shapeOf(
  header: string,
  forms: readonly SignatureForm[],
  expected: SignatureForm['algorithm'] = 'sha1',
): readonly Cause[] {
  if (isSignature(header, expected === 'sha1' ? 'HMAC-SHA1' : 'HMAC-SHA256')) return [];
  const form = forms.find(({ causes }) => causes.length > 0);
  if (form !== undefined) return form.causes;
  // SEQUENCE of two INTEGERs of about 32 bytes, in DER.
  if (/^ME[QUY][A-Za-z0-9+/]{85,97}={0,2}$/.test(header)) return ['signature-ecdsa'];
  return [prefix.test(header) ? 'signature-prefixed' : 'signature-malformed'];
}

function hexToBase64(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  return btoa(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(''));
}
