import { isForm, splitUrl, type UrlParts } from '@sig/core/adapter';
import type { Param, State } from './state.js';

/** The parts of a URL in their order. */
export const urlParts = ['scheme', 'userinfo', 'host', 'port', 'path', 'query'] as const;

/** A URL without its fragment. */
export function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? '';
}

/** The parts of a URL, of which the beginning may be missing: it is all path and query then. */
export function partsOf(url: string): UrlParts {
  const plain = withoutFragment(url);
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(plain) ?? [];
  return splitUrl(plain) ?? { scheme: '', userinfo: '', host: '', port: '', path, query };
}

export function hasForm({ method, kind }: Pick<State, 'method' | 'kind'>): boolean {
  return method === 'POST' && kind === 'form';
}

export function hasRaw({ method, kind }: Pick<State, 'method' | 'kind'>): boolean {
  return method === 'POST' && kind === 'raw';
}

/** A parameter in the string to sign, and where it is in the list as it was received. */
export interface SignedParam extends Param {
  readonly row: number;
}

/** The parameters in the order of the string to sign: by name, then value, by UTF-16 code unit; repeated pairs once. */
export function signedOrder(params: readonly Param[]): SignedParam[] {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return params
    .map((param, row) => ({ ...param, row }))
    .filter(({ name, value }) => name !== '' || value !== '')
    .sort((a, b) => order(a.name, b.name) || order(a.value, b.value))
    .filter(
      (param, i, all) => param.name !== all[i - 1]?.name || param.value !== all[i - 1]?.value,
    );
}

/** The parameters that are in the string to sign of this request. */
export function signedParams(state: State): SignedParam[] {
  return hasForm(state) ? signedOrder(state.params) : [];
}

/** The rows of the form that are filled in. */
export function filled(params: readonly Param[]): readonly Param[] {
  return params.filter(({ name, value }) => name !== '' || value !== '');
}

/** The body as it was received: the bytes that were pasted, or what was entered. */
export function bodyOf(state: State): string | Uint8Array {
  const { pasted, params, raw } = state;
  if (state.method !== 'POST') return '';
  if (hasForm(state)) {
    if (pasted !== undefined && pasted.params === params) return pasted.bytes;
    return new URLSearchParams(filled(params).map(({ name, value }) => [name, value])).toString();
  }
  return pasted !== undefined && pasted.raw === raw ? pasted.bytes : raw;
}

const formType = 'application/x-www-form-urlencoded';

export function contentTypeOf(state: State): string | undefined {
  if (state.method !== 'POST') return undefined;
  const given = headerOf(state, 'content-type');
  if (hasForm(state)) return isForm(given) ? given : formType;
  if (given !== undefined && !isForm(given)) return given;
  return /^\s*[[{]/.test(state.raw) ? 'application/json' : 'application/octet-stream';
}

/** A header of the request that was pasted. */
export function headerOf({ headers }: Pick<State, 'headers'>, name: string): string | undefined {
  const values = headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** A text, to be counted. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

export const plural = (count: number, word: string): string =>
  `${count} ${word}${count === 1 ? '' : 's'}`;
