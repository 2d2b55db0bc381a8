import { hash } from '#hash';

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
  return `${kind}:${shortHash([label, ...parts].join('\n'))}`;
}

function shortHash(text: string): string {
  const hex = hash('sha256', text, 'hex').slice(0, 32);
  const bytes = hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
