/**
 * The header that announces a shared key: its id and its algorithm. No signature covers it.
 *
 * @example
 * signatureSettingsHeader // 'X-Twilio-Webhooks-Signature-Settings'
 */
export const signatureSettingsHeader = 'X-Twilio-Webhooks-Signature-Settings';

/** Its name as requests are asked for it. */
export const settingsHeaderName: string = signatureSettingsHeader.toLowerCase();

/** An algorithm that a shared key can sign with. */
export type SignatureAlgorithm = 'HMAC-SHA256' | 'HMAC-SHA1';

/** What a request says of the key that signed it. */
export interface SignatureSettings {
  /** The id of a shared key. */
  readonly id: string;
  /** The algorithm; `undefined` if it is one that there is not here. */
  readonly algorithm: SignatureAlgorithm | undefined;
}

const algorithms = new Map<string, SignatureAlgorithm>([
  ['HMAC_SHA256', 'HMAC-SHA256'],
  ['HMAC_SHA1', 'HMAC-SHA1'],
]);

/** Longer headers than any sender's are not taken apart. */
const maxLength = 1024;

/**
 * Parses `key=<id>,algorithm=HMAC_SHA256`. Fields may come in any order, with spaces around them, among fields
 * that are not known; a field that comes twice, as it does if the header comes twice, makes it invalid.
 *
 * @returns `undefined` if it has no one id and no one algorithm
 */
export function parseSignatureSettings(header: string): SignatureSettings | undefined {
  if (header.length > maxLength) return undefined;
  const fields = new Map<string, string>();
  for (const field of header.split(',')) {
    const equals = field.indexOf('=');
    const name = field.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (name === '' || fields.has(name)) return undefined;
    fields.set(name, field.slice(equals + 1).trim());
  }
  const id = fields.get('key') ?? '';
  const algorithm = fields.get('algorithm') ?? '';
  if (id === '' || algorithm === '') return undefined;
  return { id, algorithm: algorithms.get(algorithm.toUpperCase().replace('-', '_')) };
}

/**
 * The settings header of requests that a shared key signs.
 *
 * @example
 * formatSignatureSettings('KEY_ID', 'HMAC-SHA256') // 'key=KEY_ID,algorithm=HMAC_SHA256'
 */
export function formatSignatureSettings(id: string, algorithm: SignatureAlgorithm): string {
  return `key=${id},algorithm=${algorithm.replace('-', '_')}`;
}
