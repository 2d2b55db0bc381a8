import type { Cause } from '../causes.js';
import { safely } from './safely.js';

/** A signature in a form that can be compared. */
export interface SignatureForm {
  /** Base64. */
  readonly value: string;
  readonly algorithm: 'sha1' | 'sha256';
  readonly causes: readonly Cause[];
}

/** A signature in hex, twice, in quotes and escaped, is shorter. */
const maxSignature = 512;

/** What a signature header may mean; nothing if it can be no signature. */
export function signatureForms(header: string): SignatureForm[] {
  if (header.length > maxSignature) return [];
  const forms: SignatureForm[] = [];
  const add = (text: string, causes: readonly Cause[]) => {
    if (/^[A-Za-z0-9+/]{27}=$/.test(text)) forms.push({ value: text, algorithm: 'sha1', causes });
    else if (/^[A-Za-z0-9+/]{43}=$/.test(text)) {
      forms.push({ value: text, algorithm: 'sha256', causes: [...causes, 'signature-sha256'] });
    } else if (/^[0-9a-f]{40}$/i.test(text)) {
      forms.push({
        value: hexToBase64(text),
        algorithm: 'sha1',
        causes: [...causes, 'signature-hex'],
      });
    } else if (/^[0-9a-f]{64}$/i.test(text)) {
      const more: Cause[] = [...causes, 'signature-sha256', 'signature-hex'];
      forms.push({ value: hexToBase64(text), algorithm: 'sha256', causes: more });
    }
  };
  add(header, []);
  const [first = '', second] = header.split(/, ?/, 2);
  if (second !== undefined) {
    add(first, ['signature-doubled']);
    if (second !== first) add(second, ['signature-doubled']);
  }
  const bare = header.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (bare !== header) add(bare, ['signature-quoted']);
  const decoded = safely(header, decodeURIComponent);
  if (decoded !== header) add(decoded, ['signature-url-encoded']);
  // A "+" that was taken for the space of a form.
  if (header.includes(' ')) add(header.replaceAll(' ', '+'), ['signature-url-encoded']);
  return forms;
}

function hexToBase64(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  return btoa(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(''));
}
