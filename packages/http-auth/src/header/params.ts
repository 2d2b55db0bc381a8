/** The parameters of one challenge or of credentials, by lower-case name. */
export type AuthParams = Record<string, string>;

/** One challenge of `WWW-Authenticate`. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  readonly params: AuthParams;
}

// RFC 9110, sections 5.6.2 (token), 5.6.4 (quoted-string) and 11.2 (auth-param, token68).
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const quoted = '"(?:[^"\\\\]|\\\\[^])*"';
const paramPattern = new RegExp(
  `^(${token})[ \\t]*=[ \\t]*(${quoted}|${token}|(?=[ \\t]*(?:,|$)))`,
);
const schemePattern = new RegExp(`^(${token})(?:[ \\t]+|$|(?=,))`);
const token68Pattern = /^[A-Za-z0-9._~+/-]+=*[ \t]*(?=,|$)/;
const separators = /^[ \t,]+/;

/**
 * The parameters of credentials, without their scheme.
 *
 * @returns `undefined` where the text is malformed or a name is repeated
 */
export function parseAuthParams(text: string): AuthParams | undefined {
  const params: AuthParams = Object.create(null);
  let rest = text.replace(separators, '');
  while (rest !== '') {
    const match = paramPattern.exec(rest);
    if (match === null) return undefined;
    const [all, name = '', value = ''] = match;
    if (name.toLowerCase() in params) return undefined;
    params[name.toLowerCase()] = unquote(value);
    rest = rest.slice(all.length);
    if (!/^[ \t]*(?:,|$)/.test(rest)) return undefined;
    rest = rest.replace(separators, '');
  }
  return params;
}

/**
 * The challenges of `WWW-Authenticate`: several headers, several challenges in each (RFC 9110, section
 * 11.6.1). What cannot be understood ends the reading; what came before it counts.
 */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap(parseHeader);
}

function parseHeader(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = header;
  for (;;) {
    rest = rest.replace(separators, '');
    if (rest === '') return challenges;
    const param = paramPattern.exec(rest);
    const current = challenges.at(-1);
    if (param !== null && current !== undefined) {
      const [all, name = '', value = ''] = param;
      current.params[name.toLowerCase()] ??= unquote(value);
      rest = rest.slice(all.length);
      continue;
    }
    const scheme = schemePattern.exec(rest);
    if (scheme?.[1] === undefined) return challenges;
    challenges.push({ scheme: scheme[1].toLowerCase(), params: Object.create(null) });
    rest = rest.slice(scheme[0].length);
    // A scheme of another kind may have one opaque token in place of parameters.
    if (paramPattern.exec(rest) === null) rest = rest.replace(token68Pattern, '');
  }
}

function unquote(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}

/** A parameter whose value is a quoted-string. */
export function quotedParam(name: string, value: string): string {
  return `${name}="${value.replace(/["\\]/g, '\\$&')}"`;
}
