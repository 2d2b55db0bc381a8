import { isSignature, type SignatureForm } from './providers.js';
import type { SharedSigningKey } from './shared-keys.js';
import { parseSignatureSettings, type SignatureAlgorithm } from './signature-settings.js';
import { type Rejected, reject } from './verdict.js';

/** The key that a request says it is signed with. All of it is the client's word. */
export type ClaimedKey =
  | {
      readonly ok: true;
      readonly kind: 'auth-token';
      /** The signature, in base64. */
      readonly signature: string;
      readonly algorithm: SignatureAlgorithm;
      readonly covers: SignatureForm['covers'];
    }
  | {
      readonly ok: true;
      readonly kind: 'shared-key';
      readonly id: string;
      readonly signature: string;
      readonly algorithm: SignatureAlgorithm;
      readonly covers: SignatureForm['covers'];
    };

/**
 * Which kind of key a request claims: a shared key if it carries settings, else the auth token. Only keys of that
 * kind are tried: the settings are not signed, so an attacker must gain nothing from adding or dropping them.
 *
 * @param signature the value of the signature header
 * @param settings the value of the settings header
 * @returns a rejection if the signature is missing, or if either has not the form that it must have
 */
export function claimedKey(signature: unknown, settings: unknown): ClaimedKey | Rejected {
  if (isNone(signature) || signature === '') return reject('missing-signature');
  if (isNone(settings)) {
    return isSignature(signature, 'HMAC-SHA1')
      ? { ok: true, kind: 'auth-token', signature, algorithm: 'HMAC-SHA1', covers: 'params' }
      : reject('malformed-signature');
  }
  const parsed = typeof settings === 'string' ? parseSignatureSettings(settings) : undefined;
  if (parsed === undefined) return reject('malformed-signature-settings');
  const { id, algorithm } = parsed;
  if (algorithm === undefined) return reject('unsupported-algorithm');
  if (!isSignature(signature, algorithm)) return reject('malformed-signature');
  return { ok: true, kind: 'shared-key', id, signature, algorithm, covers: 'params' };
}

/**
 * The key to verify with, if there is one of the claimed id. The algorithm is that of the key: a request that
 * claims another one is rejected.
 */
export function acceptedKey(
  claim: Extract<ClaimedKey, { kind: 'shared-key' }>,
  key: SharedSigningKey | undefined,
): readonly SharedSigningKey[] | Rejected {
  if (key === undefined) return reject('unknown-key');
  return key.algorithm === claim.algorithm ? [key] : reject('unsupported-algorithm');
}

const isNone = (value: unknown) => value === undefined || value === null;
