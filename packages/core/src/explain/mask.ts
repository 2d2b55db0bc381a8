import type { Pair } from '../body/form.js';

/** A URL with the values of its query masked; `bodySHA256` says nothing of anybody. */
export function maskUrl(url: string): string {
  const [base = '', query] = url.split(/\?(.*)/s);
  const masked = base.replace(/\/\/[^/?#]*@/, '//•••@');
  if (query === undefined) return masked;
  const pairs = query.split('&').map((pair) => {
    const [name = '', value] = pair.split(/=(.*)/s);
    return value === undefined || value === '' || name === 'bodySHA256' ? pair : `${name}=•••`;
  });
  return `${masked}?${pairs.join('&')}`;
}

/** The parameters in their order, names as they are and values masked. */
export function maskPairs(pairs: readonly Pair[]): string {
  return sortedByName(pairs)
    .map(([name, value]) => (value === '' ? name : `${name}•••`))
    .join('');
}

/** Every pair in the order of the string to sign, repeated ones too. */
export function sortedByName(pairs: readonly Pair[]): Pair[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
