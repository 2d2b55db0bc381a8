import type { SharedKeys, SharedSigningKey } from '../scheme/shared-keys.js';
import { sharedSigningKey } from '../scheme/shared-keys.js';
import {
  parseSignatureSettings,
  type SignatureAlgorithm,
  settingsHeaderName,
} from '../scheme/signature-settings.js';
import type { Cause } from './causes.js';
import type { ExplainInput, Header } from './input.js';
import { maxPrintedName, printable } from './printable.js';

/** What a request says of a shared key: the key, or what is wrong with that. */
export type SharedKeyClaim =
  | { readonly key: SharedSigningKey }
  | { readonly key?: undefined; readonly cause: Cause; readonly detail?: string };

/**
 * Compares what the settings header says with the key of its id.
 *
 * @param find the key of an id; `undefined` if there is none
 */
export function claimOf(
  settings: string,
  find: (id: string) => SharedSigningKey | undefined,
): SharedKeyClaim {
  const parsed = parseSignatureSettings(settings);
  if (parsed === undefined) return { cause: 'settings-malformed' };
  const { id, algorithm } = parsed;
  const detail = `Its id is ${printable(JSON.stringify(id), maxPrintedName)}.`;
  const key = find(id);
  if (key === undefined) return { cause: 'shared-key-unknown', detail };
  return key.algorithm === algorithm ? { key } : { cause: 'shared-key-algorithm', detail };
}

/** The key of an id, if it is one of these: what every object inherits is none. */
export function ownKey(keys: SharedKeys, id: string): SharedSigningKey | undefined {
  if (!Object.hasOwn(keys, id)) return undefined;
  try {
    return sharedSigningKey(id, keys[id]);
  } catch {
    // A key without a secret: nothing can be signed with it.
    return undefined;
  }
}

/** The request with the secret of a shared key: it is explained as any other. */
export function signedWith(key: SharedSigningKey, input: ExplainInput): ExplainInput {
  return {
    ...input,
    authToken: key.secret,
    expected: hashOf(key.algorithm),
    header: withoutSettings((name) => input.header?.(name)),
  };
}

/** Headers without the one that names a shared key. */
export function withoutSettings(header: Header): Header {
  return (name) => (name === settingsHeaderName ? undefined : header(name));
}

export function hashOf(algorithm: SignatureAlgorithm): 'sha1' | 'sha256' {
  return algorithm === 'HMAC-SHA256' ? 'sha256' : 'sha1';
}
