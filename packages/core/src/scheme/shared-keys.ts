import { OptionError } from '../errors.js';
import { type Hmacs, once, prepared, type SigningKey } from './keys.js';
import type { SignatureAlgorithm } from './signature-settings.js';

/**
 * A key that the customer manages, and that can sign in place of the auth token: its secret, or its secret and
 * its algorithm.
 */
export type SharedKey =
  | string
  | {
      /** The secret, as the sender shows it; its UTF-8 bytes are the key. */
      readonly secret: string | undefined;
      /** Default: `HMAC-SHA256`. Nothing that a request says changes it. */
      readonly algorithm?: SignatureAlgorithm | undefined;
    };

/** Shared keys by their ids. One that is `undefined` (an unset variable) is an `OptionError`. */
export type SharedKeys = Readonly<Record<string, SharedKey | undefined>>;

/** A shared key, ready to sign with. */
export interface SharedSigningKey extends SigningKey {
  readonly secret: string;
  readonly algorithm: SignatureAlgorithm;
}

/**
 * The shared key of this id, to sign with.
 *
 * @throws OptionError if it is none
 */
export function sharedSigningKey(id: string, key: unknown, hmacs: Hmacs = once): SharedSigningKey {
  const fields = typeof key === 'string' ? { secret: key } : (key ?? {});
  const { secret, algorithm = 'HMAC-SHA256' } = fields as Record<string, unknown>;
  if (typeof secret !== 'string' || secret === '') {
    throw new OptionError(
      'sharedKeys',
      `The shared key ${JSON.stringify(id)} has no secret. Is the variable that you read it from set?`,
    );
  }
  if (algorithm !== 'HMAC-SHA256' && algorithm !== 'HMAC-SHA1') {
    throw new OptionError(
      'sharedKeys',
      `The algorithm of the shared key ${JSON.stringify(id)} must be "HMAC-SHA256" or "HMAC-SHA1".`,
    );
  }
  return { name: { kind: 'shared-key', id }, secret, algorithm, sign: hmacs[algorithm](secret) };
}

/**
 * All of the shared keys by their ids, to sign many requests with.
 *
 * @throws OptionError that says which of them is wrong
 */
export function preparedSharedKeys(keys: unknown): ReadonlyMap<string, SharedSigningKey> {
  if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) {
    throw new OptionError('sharedKeys', '"sharedKeys" must be an object of secrets by key id.');
  }
  // Own properties alone: an id such as "constructor" is only a name.
  const entries = Object.entries(keys);
  if (entries.length === 0) {
    throw new OptionError('sharedKeys', '"sharedKeys" has no keys. Leave it out to use none.');
  }
  return new Map(
    entries.map(([id, key]) => {
      checkKeyId(id);
      return [id, sharedSigningKey(id, key, prepared)];
    }),
  );
}

/** @throws OptionError if no header could carry it */
export function checkKeyId(id: unknown): asserts id is string {
  if (typeof id === 'string' && /^[!-+\--~]+$/.test(id)) return;
  throw new OptionError(
    'sharedKeys',
    'The id of a shared key must be of visible ASCII characters, without spaces and commas.',
  );
}
