import { OptionError } from '@sig/core';
import { equal, hmac } from '@sig/core/adapter';
import { randomHex, randomSecret } from '../random.js';

/** Makes nonces, and recognizes them. */
export interface Nonces {
  make(): string;
  /** When a nonce was made, in milliseconds since 1970; `undefined` if this guard did not make it. */
  madeAt(nonce: string): number | undefined;
}

/**
 * Nonces that need no memory: the time, some randomness, and an HMAC over both. Instances that share
 * the secret accept each other's (RFC 7616, section 3.3, "nonce").
 *
 * @param secret default: random, for this process only
 */
export function statelessNonces(realm: string, secret = randomSecret(), now = Date.now): Nonces {
  if (typeof secret !== 'string' || secret.length < 16) {
    throw new OptionError('secret', '"secret" must be text of at least 16 characters.');
  }
  const sealOf = (text: string) => hmac('sha256', secret, `${realm}\n${text}`, 'hex').slice(0, 32);
  return {
    make() {
      // The randomness separates clients that are challenged in the same millisecond.
      const text = `${now().toString(16).padStart(12, '0')}${randomHex(8)}`;
      return text + sealOf(text);
    },
    madeAt(nonce) {
      if (!/^[0-9a-f]{60}$/.test(nonce)) return undefined;
      const text = nonce.slice(0, 28);
      return equal(sealOf(text), nonce.slice(28))
        ? Number.parseInt(text.slice(0, 12), 16)
        : undefined;
    },
  };
}
