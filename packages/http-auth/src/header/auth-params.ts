import { blanks, Scanner, separators } from './scanner.js';

/** The parameters of one challenge or of credentials, by lower-case name. */
export type AuthParams = Record<string, string>;

/** One challenge of `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  readonly params: AuthParams;
}

/** Far above any genuine header. The length is also Node's limit for all headers together. */
export const maxLength = 16 * 1024;
const maxParams = 64;

/**
 * The parameters of credentials, without their scheme.
 *
 * @returns `undefined` if the text is malformed, a name is repeated, or it is longer than 16 KiB or has
 * more than 64 parameters
 */
export function parseAuthParams(text: string): AuthParams | undefined {
  if (text.length > maxLength) return undefined;
  const scanner = new Scanner(text);
  const params: AuthParams = Object.create(null);
  scanner.run(separators);
  for (let count = 0; !scanner.atEnd; count++) {
    const param = scanner.param();
    if (param === undefined || count === maxParams) return undefined;
    const [name, value] = param;
    if (name in params) return undefined;
    params[name] = value;
    scanner.run(blanks);
    if (!scanner.atElementEnd) return undefined;
    scanner.run(separators);
  }
  return params;
}

/**
 * The challenges of `WWW-Authenticate`: several headers, several challenges in each (RFC 9110, section
 * 11.6.1). Parsing stops at anything malformed; the challenges before it count. A header of more than 16 KiB
 * has none.
 *
 * @example
 * parseChallenges(['Basic realm="calls"'])[0]?.scheme // 'basic'
 */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap(parseHeader);
}

function parseHeader(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  if (header.length > maxLength) return challenges;
  const scanner = new Scanner(header);
  for (;;) {
    scanner.run(separators);
    if (scanner.atEnd) return challenges;
    const current = challenges.at(-1);
    const param = current === undefined ? undefined : scanner.param();
    if (current !== undefined && param !== undefined) {
      const [name, value] = param;
      current.params[name] ??= value;
      continue;
    }
    const scheme = scanner.scheme();
    if (scheme === undefined) return challenges;
    const params: AuthParams = Object.create(null);
    challenges.push({ scheme, params });
    // Some schemes have one opaque token instead of parameters.
    const first = scanner.param();
    if (first === undefined) scanner.token68();
    else params[first[0]] = first[1];
  }
}

/** A parameter whose value is a quoted-string. */
export function quotedParam(name: string, value: string): string {
  return `${name}="${value.replace(/["\\]/g, '\\$&')}"`;
}
