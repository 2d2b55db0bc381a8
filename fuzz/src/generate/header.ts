import type { Source } from '../source.js';

const pieces = [
  'a',
  ',',
  ' ',
  '=',
  '"',
  '\\',
  '\t',
  'Digest ',
  'Basic ',
  'Bearer',
  'realm="x"',
  'realm="a\\"b, c=d"',
  'nonce=',
  'nonce=abc',
  'qop="auth, auth-int"',
  'algorithm=MD5',
  'stale=true',
  'YWJj==',
  'x',
  '/',
  ';',
  '\0',
  'é',
  "username*=UTF-8''a%C3%A9",
  '\n',
  '__proto__=1',
  'toString="2"',
  'A=1',
  ', ',
];

/** A value of `WWW-Authenticate`, or the parameters of `Authorization`. */
export function header(source: Source): string {
  return source.text(6, pieces);
}

const extPieces = [
  "UTF-8'",
  "'",
  'utf-8',
  'en',
  'a',
  '%41',
  '%c3%a9',
  '%c3',
  '%',
  '%f0%9f%9a%97',
  '%ed%a0%80',
  '!',
  '*',
  'é',
  '%ef%bb%bf',
];

/** Something like an ext-value. */
export function extText(source: Source): string {
  return (source.below(2) === 0 ? "UTF-8''" : '') + source.text(3, extPieces);
}

const base64Pieces = [
  'YTpi',
  'OnE=',
  'w6k6',
  'dTo',
  '=',
  'A',
  '/',
  '+',
  '-',
  ' ',
  'gA==',
  '77u/YTo=',
  '\n',
];

/** Something like `Authorization: Basic`. */
export function basicText(source: Source): string {
  return source.pick(['Basic ', 'basic  ', 'BASIC', 'Digest ', '']) + source.text(3, base64Pieces);
}
