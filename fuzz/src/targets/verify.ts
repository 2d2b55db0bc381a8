import { readFileSync } from 'node:fs';
import { verify } from '@sig/core';
import { encoded, formBytes, pairs } from '../generate/form.js';
import { edited, word } from '../generate/text.js';
import { url as randomUrl, urlCharacters } from '../generate/url.js';
import { formPairs } from '../reference/form.js';
import {
  judge,
  type PairsInput,
  type SharedKey,
  type SignedRequest,
  sha256,
  signatureOf,
  textOf,
} from '../reference/scheme.js';
import { candidates } from '../reference/url.js';
import type { Source } from '../source.js';
import { holds, same, target } from '../target.js';

const tokens = [
  '12345',
  'token',
  '\u00e9',
  ' ',
  'x'.repeat(65),
  '0123456789abcdef0123456789abcdef',
];
const types = [
  'application/x-www-form-urlencoded',
  'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
  'application/json',
  '',
  'application/x-www-form-urlencoded;, multipart/form-data; boundary=B',
  'multipart/form-data; boundary=B',
];

/** `verify()` accepts exactly what the reference accepts, and says the same of it. */
export const verifying = (subject = verify) =>
  target({
    name: 'verify',
    weight: 6,
    corpus: vectors(),
    make: request,
    check(request: SignedRequest) {
      // A fragment is never signed.
      const expected = judge({ ...request, url: request.url.replace(/#.*/s, '') });
      const verdict = subject(request);
      if (!verdict.ok) {
        holds(expected === undefined, `${verdict.error.code}, although it is signed`);
        return 'refused';
      }
      const { url, key, params } = verdict;
      same({ url, key, params }, expected, 'verdict');
      return 'accepted';
    },
  });

/** A request that was signed, and then perhaps changed. */
function request(source: Source): SignedRequest {
  const token = source.pick(tokens);
  const configured = randomUrl(source);
  const signed = source.oneIn(3) ? other(source, configured) : form(source, configured);
  const { url, text, ...content } = signed;
  const shared = source.oneIn(3) ? sharedSigner(source) : undefined;
  const signature = signatureOf(shared?.secret ?? token, url + text, shared?.hash);
  return {
    authToken: tokensOf(source, token),
    ...(source.oneIn(3) || shared ? { sharedKeys } : {}),
    ...shared?.settings,
    signature: source.oneIn(16) ? edited(source, signature, ['A', '=', '+', ' ']) : signature,
    url: seenUrl(source, url),
    ...changed(source, content),
    ...(source.oneIn(4) ? { authorization: authorization(source) } : {}),
    ...(source.oneIn(8) ? { accountSid: source.pick(['AC1', 'AC2', ['AC2', 'AC1']]) } : {}),
  };
}

interface Content {
  readonly contentType?: string;
  readonly body?: Uint8Array;
  readonly params?: PairsInput;
}

/** A form, as bytes, as pairs or as an object. */
function form(source: Source, url: string): Content & { url: string; text: string } {
  const contentType = types[source.below(2)] ?? '';
  const list = pairs(source);
  switch (source.below(4)) {
    case 0: {
      const body = encoded(source, list);
      return { url, contentType, body, text: textOf(formPairs(body)) };
    }
    case 1:
      return { url, params: list, text: textOf(list) };
    case 2: {
      const params = Object.fromEntries(list.map(([name, value]) => [name, [value, value]]));
      return { url, params, text: textOf(Object.entries(params).map(([n, [v = '']]) => [n, v])) };
    }
    default: {
      // A form under a hash as well: with or without its parameters in the string to sign.
      const body = formBytes(source);
      const text = source.below(2) === 0 ? '' : textOf(formPairs(body));
      return { url: hashed(source, url, body), contentType, body, text };
    }
  }
}

/** Bytes of another type, or none. */
function other(source: Source, url: string): Content & { url: string; text: string } {
  const contentType = source.pick(types);
  const body = formBytes(source);
  if (body.length === 0 || source.oneIn(4)) return { url, contentType, text: '' };
  return { url: hashed(source, url, body), contentType, body, text: '' };
}

function hashed(source: Source, url: string, body: Uint8Array): string {
  const param = `bodySHA256=${sha256(body)}`;
  const joined = url + (url.includes('?') ? '&' : '?') + param;
  return source.oneIn(8) ? `${joined}&${param}` : joined;
}

const sharedKeys: Readonly<Record<string, SharedKey>> = {
  KY1: 'token',
  KY2: { secret: '12345', algorithm: 'HMAC-SHA1' },
  constructor: 'of a name that objects have',
};

/** A key to sign with, most often as the request says; now and then something is not as it must be. */
function sharedSigner(source: Source) {
  const id = source.pick(Object.keys(sharedKeys));
  const key = sharedKeys[id] ?? '';
  const secret = typeof key === 'string' ? key : key.secret;
  const own = typeof key === 'string' ? 'sha256' : 'sha1';
  const hash = source.oneIn(6) ? source.pick(['sha1', 'sha256']) : own;
  const name = source.oneIn(8) ? source.pick(['KY1', 'KY2', 'KY3', 'toString', '__proto__']) : id;
  const said = source.oneIn(6) ? source.pick(['sha1', 'sha256', 'sha512']) : own;
  const fields = [`key=${name}`, `algorithm=HMAC_${said.toUpperCase()}`];
  if (source.oneIn(4))
    fields.push(source.pick(['v=1', '', 'key=KY1', ' algorithm = HMAC_SHA1', 'x']));
  const header = source.shuffled(fields).join(source.pick([',', ', ']));
  const parts = [',', '=', ' ', ';', '"', 'key', 'algorithm', 'HMAC_SHA1', '\u00a0'];
  const settings = source.oneIn(8)
    ? {}
    : { signatureSettings: source.oneIn(8) ? edited(source, header, parts) : header };
  return { secret, hash, settings };
}

/** As it is; one of its forms; with a fragment; or something else. */
function seenUrl(source: Source, url: string): string {
  if (source.oneIn(16)) return `${url}#${word(source)}`;
  if (source.below(2) === 0) return url;
  if (source.below(2) === 0) return source.pick([...candidates(url)]);
  return edited(source, url, urlCharacters);
}

function changed(source: Source, content: Content): Content {
  const { body, params, contentType } = content;
  if (!source.oneIn(3)) return content;
  if (contentType !== undefined && source.oneIn(3)) {
    return { ...content, contentType: edited(source, contentType, [',', ';', ' ', '=', '"', 'x']) };
  }
  if (body !== undefined) {
    const bytes = edited(source, Buffer.from(body).toString('latin1'), [
      'a',
      '&',
      '=',
      '+',
      '%',
      '\xff',
    ]);
    return { ...content, body: Buffer.from(bytes, 'latin1') };
  }
  if (!Array.isArray(params)) return { ...content, params: { [word(source)]: null, ...params } };
  const list = source.shuffled(params);
  if (source.below(2) === 0) return { ...content, params: [...list, ...list] };
  return { ...content, params: [...list, [word(source), word(source)]] };
}

function tokensOf(source: Source, token: string): string | string[] {
  if (source.below(4) !== 3) return token;
  return source.shuffled([token, '', ...source.list(1, () => source.pick(tokens))]);
}

function authorization(source: Source): string {
  const text = source.pick([
    'user:pass',
    'user:',
    'a:b:c',
    ':',
    "u:'",
    'é:€',
    'none',
    word(source),
  ]);
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/** The vectors of the conformance suite, which both must judge as they are marked. */
function vectors(): SignedRequest[] {
  const file = new URL('../../../packages/conformance/vectors.json', import.meta.url);
  const rows: (SignedRequest & { rawBody?: string; valid: boolean; id: string })[] = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return rows.map((row) => {
    const { authToken, url, signature, params, contentType, rawBody, valid, id } = row;
    const request: SignedRequest = {
      authToken,
      url,
      signature,
      ...(params && { params }),
      ...(contentType !== undefined && { contentType }),
      ...(rawBody !== undefined && { body: Buffer.from(rawBody) }),
    };
    if ((judge(request) !== undefined) !== valid) throw new Error(`The reference fails on ${id}.`);
    return request;
  });
}
