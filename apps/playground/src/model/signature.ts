import { bodyHash, stringToSign } from '@sig/core';
import { hmac } from '@sig/core/adapter';
import { hasRaw, signedParams, withoutFragment } from './request.js';
import type { State } from './state.js';

/** What the key makes of the string to sign. */
export interface Computed {
  readonly algorithm: 'HMAC-SHA1' | 'HMAC-SHA256';
  readonly bytes: number;
  readonly hex: string;
  readonly base64: string;
}

export const algorithmOf = ({ key }: Pick<State, 'key'>): Computed['algorithm'] =>
  key === 'shared' ? 'HMAC-SHA256' : 'HMAC-SHA1';

/** The string to sign of a request. */
export function textOf(state: State): string {
  return stringToSign(
    state.url,
    signedParams(state).map(({ name, value }): [string, string] => [name, value]),
  );
}

/** The signature; `undefined` if the URL or the key is missing. */
export function compute(state: State): Computed | undefined {
  if (state.secret === '' || withoutFragment(state.url) === '') return undefined;
  const algorithm = algorithmOf(state);
  const hash = algorithm === 'HMAC-SHA256' ? 'sha256' : 'sha1';
  const text = textOf(state);
  return {
    algorithm,
    bytes: algorithm === 'HMAC-SHA256' ? 32 : 20,
    hex: hmac(hash, state.secret, text, 'hex'),
    base64: hmac(hash, state.secret, text, 'base64'),
  };
}

/** A signature as it is pasted: without white space, quotes and the name of the header. */
export function tidy(received: string): string {
  return received
    .trim()
    .replace(/^x-twilio-signature\s*:\s*/i, '')
    .replace(/^(["'])(.*)\1,?$/, '$2')
    .trim();
}

/** The id of the shared key, or one that stands for it. */
export const keyIdOf = ({ keyId }: Pick<State, 'keyId'>): string => keyId.trim() || 'KEY_ID';

/** The URL with the hash of this body, in place of one that it has. */
export function withHash(state: State, body: string | Uint8Array): string {
  const url = withoutFragment(state.url);
  const [, before = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const others = query.split('&').filter((one) => one !== '' && !one.startsWith('bodySHA256='));
  return `${before}?${[...others, `bodySHA256=${bodyHash(body)}`].join('&')}`;
}

/** The hashes that the URL has. */
export function hashesOf(state: State): string[] {
  return hasRaw(state)
    ? [...state.url.matchAll(/[?&]bodySHA256=([^&#]*)/g)].map(([, hash = '']) => hash)
    : [];
}
