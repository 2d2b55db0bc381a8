import { hash } from '#hash';
import { base64url, bytesOfHex } from './bytes.js';

/** What a key stands for: the count of a nonce, a ticket, an event. */
export type StoreKeyKind = 'n' | 't' | 'o';

/**
 * The key of something in a {@link Store}: hashed, so that no personal data is in the store, and of one length.
 *
 * @param kind `n` for nonce counts, `t` for tickets, `o` for events
 * @param label names the version of the format
 * @param parts what makes it one of its kind; none has a line break
 * @returns the kind, and the first 16 bytes of SHA-256 over label and parts, joined with line breaks, in base64url
 * @example
 * storeKey('n', 'sig nonce 1', ['0'.repeat(60), '1']) // 'n:nti0_-JTziXL_j608ywuGA'
 */
export function storeKey(kind: StoreKeyKind, label: string, parts: readonly string[]): string {
  const digest = hash('sha256', [label, ...parts].join('\n'), 'hex');
  return `${kind}:${base64url(bytesOfHex(digest).subarray(0, 16))}`;
}
