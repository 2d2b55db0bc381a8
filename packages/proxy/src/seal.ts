import { createHash, createHmac } from 'node:crypto';
import type { VerifiedKey } from '@sig/core';

/** What of a request the seal covers. */
export interface Sealed {
  readonly method: string;
  /** The request target as the application gets it. */
  readonly target: string;
  readonly body: Uint8Array;
  readonly key: VerifiedKey;
}

/**
 * The value of `X-Sig-Verified`: when the request was verified, with which key, and a MAC over that, the method, the
 * target and the body, so that it is good for this request alone.
 *
 * @param now in milliseconds since 1970
 */
export function seal(secret: string, { method, target, body, key }: Sealed, now: number): string {
  const time = Math.floor(now / 1000);
  const name = key.kind === 'auth-token' ? `auth-token:${key.index}` : `shared-key:${key.id}`;
  const hash = createHash('sha256').update(body).digest('hex');
  const mac = createHmac('sha256', secret)
    .update(['sig-verified-1', time, name, method, target, hash].join('\n'), 'latin1')
    .digest('hex');
  return `t=${time},key=${name},mac=${mac}`;
}
