/** 32 random bytes, as hex. */
export function randomSecret(): string {
  return randomHex(32);
}

/** Random bytes, as hex. */
export function randomHex(length: number): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
