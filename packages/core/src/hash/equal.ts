/**
 * Compares two strings in constant time for their length: every character is compared, and nothing branches on the
 * outcome. The same loop on every runtime, because `timingSafeEqual` of Node takes bytes, and converting two signatures to
 * bytes takes ten times as long as comparing them.
 *
 * @example
 * equal('secret', 'secret') // true
 */
export function equal(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
