import type { Source } from '../source.js';

const schemes = ['https://', 'http://', 'wss://', 'ws://', 'HTTPS://', 'Wss://'];
const userinfos = ['', '', '', 'user:pass@', 'user@', 'a:b:c@', 'x@y@', "u:%27'@"];
const hosts = [
  'example.com',
  'MyCompany.com',
  '[2001:db8::1]',
  '127.0.0.1',
  'a',
  '',
  'bücher.example',
];
const ports = ['', '', ':443', ':80', ':8443', ':'];
const pathPieces = [
  'a',
  'voice',
  '/',
  '/',
  '.',
  '..',
  '%2F',
  '%27',
  "'",
  '@',
  ':',
  '+',
  ' ',
  'é',
  '[',
  '//',
];
const queryPieces = [
  'a',
  '=',
  '&',
  '1',
  "'",
  '%27',
  '+',
  '%20',
  '?',
  '/',
  ':',
  '@',
  'é',
  '%',
  '%3F',
  '[]',
  '(',
  '!',
  'AccountSid=AC1',
  '&AccountSid=AC2',
  'bodySHA256=',
  '&bodySHA256',
];

/** A URL as it could be configured: without a fragment, which is never sent. */
export function url(source: Source): string {
  const start =
    source.pick(schemes) + source.pick(userinfos) + source.pick(hosts) + source.pick(ports);
  const path = source.oneIn(8) ? '' : `/${source.text(2, pathPieces)}`;
  return start + path + (source.below(2) === 0 ? '' : `?${source.text(3, queryPieces)}`);
}

/** Characters that move the borders of a URL. */
export const urlCharacters = [
  'a',
  '/',
  '?',
  '#',
  ':',
  '@',
  "'",
  '%',
  '&',
  '=',
  '[',
  ']',
  '.',
  ' ',
  '\\',
  '\0',
];
