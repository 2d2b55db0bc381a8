/**
 * Compares two strings in a time that depends on their lengths only: every character is compared, and nothing branches
 * on the outcome. The same on every runtime, because `timingSafeEqual` of Node takes bytes, and to make bytes of
 * two signatures takes ten times as long as to compare them.
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
