import { type DigestAlgorithm, digestHash } from './algorithms.js';

/** The inputs of `response` and `rspauth` other than the secret. */
export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly nonce: string;
  /** The nonce count, 8 hex digits. */
  readonly nc: string;
  readonly cnonce: string;
  readonly qop: 'auth' | 'auth-int';
  /** The request target that the client names. */
  readonly uri: string;
}

/**
 * H(A1) of an algorithm without `-sess`: what servers may keep instead of a password.
 *
 * @example
 * ha1('MD5', 'Mufasa', 'testrealm@host.com', 'Circle Of Life') // '939e7578ed9e3c518a452acee763bce9'
 */
export function ha1(
  algorithm: DigestAlgorithm,
  username: string,
  realm: string,
  password: string,
): string {
  return digestHash(algorithm, `${username}:${realm}:${password}`);
}

/** H(username ":" realm): the `username` under `userhash` (RFC 7616, section 3.4.4). */
export function userhash(algorithm: DigestAlgorithm, username: string, realm: string): string {
  return digestHash(algorithm, `${username}:${realm}`);
}

/** `response` (RFC 7616, section 3.4.1). `body` is needed for `auth-int`. */
export function digestResponse(
  input: DigestInput,
  secret: string,
  method: string,
  body: Uint8Array | undefined,
): string {
  return keyed(input, secret, `${method}:${input.uri}`, body);
}

/** `rspauth` (RFC 7616, section 3.5): the same, but without the method. */
export function responseAuth(input: DigestInput, secret: string, body?: Uint8Array): string {
  return keyed(input, secret, `:${input.uri}`, body);
}

function keyed(
  input: DigestInput,
  secret: string,
  start: string,
  body: Uint8Array | undefined,
): string {
  const { algorithm, nonce, nc, cnonce, qop } = input;
  const h = (data: string | Uint8Array) => digestHash(algorithm, data);
  // Section 3.4.2. Each request is a session of its own: clients could keep the first cnonce, but those in
  // use do not.
  const a1 = algorithm.endsWith('-sess') ? h(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = qop === 'auth-int' ? `${start}:${h(body ?? new Uint8Array(0))}` : start;
  return h(`${a1}:${nonce}:${nc}:${cnonce}:${qop}:${h(a2)}`);
}
