// The scheme a second time, for comparison: slow, plain, and without a line of what it is compared with.
import { createHash, createHmac } from 'node:crypto';
import { isStrictForm } from './content-type.js';
import { formPairs } from './form.js';
import { candidates } from './url.js';

/** A request, as it is given to `verify()`. */
export interface SignedRequest {
  readonly authToken: string | readonly string[];
  readonly sharedKeys?: Readonly<Record<string, SharedKey>>;
  readonly signatureSettings?: string;
  readonly signature: string;
  readonly url: string;
  readonly contentType?: string;
  readonly body?: Uint8Array;
  readonly params?: PairsInput;
  readonly authorization?: string;
  readonly accountSid?: string | readonly string[];
}

/** A secret, which signs with SHA-256, or with its algorithm. */
export type SharedKey =
  | string
  | { readonly secret: string; readonly algorithm: 'HMAC-SHA1' | 'HMAC-SHA256' };

/** Parameters as pairs, or as an object. */
export type PairsInput =
  | readonly (readonly [string, string])[]
  | Readonly<Record<string, string | readonly string[] | null>>;

/** What is accepted. */
export interface Accepted {
  readonly url: string;
  readonly key: object;
  readonly params: Readonly<Record<string, string | readonly string[]>>;
}

type Pair = readonly [name: string, value: string];

/** `base64(HMAC-SHA1(token, text))`, or with another hash. */
export function signatureOf(token: string, text: string, hash = 'sha1'): string {
  return createHmac(hash, token).update(text, 'utf8').digest('base64');
}

interface NamedKey {
  readonly secret: string;
  readonly hash: string;
  readonly name: object;
}

/** The keys that may be tried: those of the kind that the request claims. */
function keysFor(request: SignedRequest): NamedKey[] {
  const { authToken, sharedKeys = {}, signatureSettings: settings } = request;
  if (settings === undefined) {
    const tokens = [authToken].flat().filter((token) => token !== '');
    return tokens.map((secret, index) => ({
      secret,
      hash: 'sha1',
      name: { kind: 'auth-token', index },
    }));
  }
  const claimed = settingsOf(settings);
  const entry = Object.entries(sharedKeys).find(([id]) => id === claimed?.id);
  if (claimed === undefined || entry === undefined) return [];
  const [id, key] = entry;
  const { secret, algorithm } =
    typeof key === 'string' ? { secret: key, algorithm: 'HMAC-SHA256' } : key;
  if (algorithm !== claimed.algorithm) return [];
  const hash = algorithm === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  return [{ secret, hash, name: { kind: 'shared-key', id } }];
}

/** `key=ID,algorithm=NAME` in any order, among other fields of which none comes twice. */
function settingsOf(header: string): { id: string; algorithm: string } | undefined {
  if (header.length > 1024) return undefined;
  const fields = header.split(',').map((field) => /^([^=]*)=(.*)$/s.exec(field));
  const names = fields.map((field) => field?.[1]?.trim().toLowerCase() ?? '');
  if (names.includes('') || names.some((name, i) => names.indexOf(name) !== i)) return undefined;
  const textOfField = (name: string) => fields[names.indexOf(name)]?.[2]?.trim() ?? '';
  const id = textOfField('key');
  const known = /^hmac[-_]sha(1|256)$/i.exec(textOfField('algorithm'));
  return id === '' || known === null ? undefined : { id, algorithm: `HMAC-SHA${known[1]}` };
}

/** Lower-case hex SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Pairs in the order in which they are signed, each once. */
export function signedPairs(pairs: readonly Pair[]): Pair[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...pairs]
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .filter(([name, value], i, all) => name !== all[i - 1]?.[0] || value !== all[i - 1]?.[1]);
}

/** What follows the URL in the string to sign. */
export function textOf(pairs: readonly Pair[]): string {
  return signedPairs(pairs).flat().join('');
}

/** @returns `undefined` if the request must be refused */
export function judge(request: SignedRequest): Accepted | undefined {
  const { url, signature } = request;
  const keys = keysFor(request);
  const covered = coverage(request);
  if (covered === undefined) return undefined;
  const { pairs, texts } = covered;
  for (const candidate of candidates(url, request.authorization)) {
    for (const text of texts) {
      const key = keys.find(
        ({ secret, hash }) => signatureOf(secret, candidate + text, hash) === signature,
      )?.name;
      if (key === undefined) continue;
      const params = grouped(pairs);
      if (!isForAccount(request, pairs, candidate)) return undefined;
      return { url: candidate, key, params };
    }
  }
  return undefined;
}

function coverage(request: SignedRequest): { pairs: Pair[]; texts: string[] } | undefined {
  const { url, body, params, contentType } = request;
  const hashes = queryValues(url, 'bodySHA256');
  if (body === undefined && params !== undefined) {
    // Of parsed parameters nothing is known that a hash of bytes could be compared with.
    if (hashes.length > 0) return undefined;
    const pairs = flat(params);
    return { pairs, texts: [textOf(pairs)] };
  }
  if (body === undefined || body.length === 0) return { pairs: [], texts: [''] };
  const hash = sha256(body);
  if (hashes.some((one) => one !== hash)) return undefined;
  if (!isStrictForm(contentType)) return hashes.length > 0 ? { pairs: [], texts: [''] } : undefined;
  const pairs = formPairs(body);
  return { pairs, texts: hashes.length > 0 ? [textOf(pairs), ''] : [textOf(pairs)] };
}

function flat(params: PairsInput): Pair[] {
  if (Array.isArray(params)) return [...params];
  return Object.entries(params).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one): Pair => [name, one]),
  );
}

/** Values by name: one as a string, several as a sorted list. */
function grouped(pairs: readonly Pair[]): Accepted['params'] {
  const groups = new Map<string, string[]>();
  for (const [name, value] of signedPairs(pairs)) {
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  const params: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, values] of groups)
    params[name] = values.length === 1 ? (values[0] ?? '') : values;
  return params;
}

/** A request with parameters must name the account in them, any other in its query; once. */
function isForAccount({ accountSid }: SignedRequest, pairs: readonly Pair[], url: string): boolean {
  if (accountSid === undefined) return true;
  const named =
    pairs.length > 0
      ? signedPairs(pairs)
          .filter(([name]) => name === 'AccountSid')
          .map(([, value]) => value)
      : queryValues(url, 'AccountSid');
  return named.length === 1 && [accountSid].flat().includes(named[0] ?? '');
}

function queryValues(url: string, name: string): string[] {
  const query = (url.split('#')[0] ?? '').split('?').slice(1).join('?');
  if (!url.includes('?')) return [];
  return query
    .split('&')
    .map((pair) => [pair.split('=')[0], pair.split('=').slice(1).join('=')] as const)
    .filter(([found]) => found === name)
    .map(([, value]) => value);
}
