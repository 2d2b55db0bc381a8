import { parseBasic, parseChallenges } from '@sig/http-auth';
import { parseAuthParams } from '../../../packages/http-auth/src/header/auth-params.js';
import { decodeExtValue } from '../../../packages/http-auth/src/header/ext-value.js';
import { basicText, extText, header } from '../generate/header.js';
import { authParams, challenges, extValue } from '../reference/header.js';
import { basicText as readBasic } from '../reference/url.js';
import { same, target } from '../target.js';

/** `WWW-Authenticate`. */
export const challengeHeaders = (parse = parseChallenges) =>
  target({
    name: 'challenges',
    weight: 2,
    make: (source) => [header(source), ...source.list(1, () => header(source))],
    check(fields: string[]) {
      const found = parse(fields);
      same(found, fields.flatMap(challenges), 'challenges');
      return found.length > 0 ? 'accepted' : 'refused';
    },
  });

/** The parameters of `Authorization: Digest`. */
export const credentialParams = (parse = parseAuthParams) =>
  target({
    name: 'auth-params',
    weight: 2,
    make: header,
    check(text: string) {
      const params = parse(text);
      same(params, authParams(text), 'parameters');
      return params === undefined ? 'refused' : 'accepted';
    },
  });

/** `username*`. */
export const extValues = (decode = decodeExtValue) =>
  target({
    name: 'ext-value',
    weight: 1,
    make: extText,
    check(text: string) {
      const value = decode(text);
      same(value, extValue(text), 'value');
      return value === undefined ? 'refused' : 'accepted';
    },
  });

/** `Authorization: Basic`. */
export const basicCredentials = (parse = parseBasic) =>
  target({
    name: 'basic',
    weight: 1,
    make: basicText,
    check(text: string) {
      const credentials = parse(text);
      same(credentials, basicOf(text), 'credentials');
      return credentials === undefined ? 'refused' : 'accepted';
    },
  });

function basicOf(header: string): object | undefined {
  const text = readBasic(header);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0 || /\p{Cc}/u.test(text.replace(/[\x80-\x9f]/g, '')))
    return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
