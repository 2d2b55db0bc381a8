import { splitUrl, type UrlParts } from '../scheme/url-parts.js';
import type { Rewrite } from '../webhook/request.js';
import {
  checkRewrite,
  matchingConfigured,
  pathAndQuery,
  rewritten,
} from '../webhook/request-url.js';
import { maxPrinted, printable } from './printable.js';

/** Options of `webhook()` that make the request verify. */
export interface FixOptions {
  readonly publicUrl?: string;
  readonly rewrite?: Rewrite;
  readonly configuredUrl?: string;
  readonly header?: string;
}

/** What the server was shown, and what it makes of it. */
export interface FixFacts {
  /** The URL that was signed. */
  readonly signed: string;
  /** The URL that was verified. */
  readonly seen: UrlParts;
  /** The request target as it came. */
  readonly target: string | undefined;
  /** The rules by which it maps targets already. */
  readonly rewrite: readonly Rewrite[];
}

/**
 * The options by which a server that is shown this target verifies the URL that was signed; `undefined` if none
 * do. What is not fit to be printed is not advised.
 */
export function fixOptions({ signed, seen, target, rewrite }: FixFacts): FixOptions | undefined {
  const parts = splitUrl(signed);
  const came = pathAndQuery(target ?? seen.path + seen.query);
  if (parts === undefined || came === undefined) return undefined;
  const isUpgrade = /^ws/i.test(seen.scheme);
  if (isUpgrade !== /^ws/i.test(parts.scheme)) return undefined;
  const [path = '', query = ''] = cut(came);
  const origin = originOf(parts);
  if (parts.query === query) {
    const mapped = cut(rewritten(came, rewrite))[0];
    const options =
      prefixOptions(origin, parts.path, mapped) ?? mappingOptions(origin, parts.path, path, seen);
    if (options !== undefined) return isPrintable(options) ? options : undefined;
  }
  const configuredUrl = signed.replace(/[?&]bodySHA256=[^&#]*/g, '').replace(/^ws/i, 'http');
  if (matchingConfigured([configuredUrl], came, isUpgrade).length === 0) return undefined;
  // Whoever reads this knows the values of the query; the log does not get them.
  const isSecret = parts.query !== '' && /=[^&]/.test(configuredUrl.split('?')[1] ?? '');
  const options = isSecret || parts.userinfo !== '' ? {} : { configuredUrl };
  return isPrintable(options) ? options : undefined;
}

/** The origin, with a prefix if one was stripped; `undefined` if that is not all. */
function prefixOptions(origin: string, signed: string, came: string): FixOptions | undefined {
  const prefix = signed.endsWith(came) ? signed.slice(0, -came.length) : '/';
  if (!prefix.endsWith('/')) return { publicUrl: origin + prefix };
  if (came === '/') return { publicUrl: origin + signed };
  // "/voice/" is tried for "/voice" anyway, and nothing is the other way round.
  return came === `${signed}/` ? { publicUrl: origin } : undefined;
}

/** A rule that maps the path, in place of those that there are. */
function mappingOptions(
  origin: string,
  signed: string,
  came: string,
  seen: UrlParts,
): FixOptions | undefined {
  const rewrite = mapping(signed, came);
  if (rewrite === undefined) return undefined;
  // It may be that the origin is right as it is.
  const isRight = origin === originOf(seen) && seen.path === came;
  return isRight ? { rewrite } : { publicUrl: origin, rewrite };
}

/** The shortest rule that makes one path of the other; `undefined` if none does. */
function mapping(signed: string, came: string): Rewrite | undefined {
  return [shortest(signed, came), { from: signed, to: came }].find((rule) => {
    const [checked] = safelyChecked(rule);
    if (checked === undefined || !came.startsWith(checked.to)) return false;
    return checked.from + came.slice(checked.to.length) === signed;
  });
}

function shortest(signed: string, came: string): Rewrite {
  let same = 0;
  while (same < Math.min(signed.length, came.length) && at(signed, same) === at(came, same)) same++;
  // At a slash, which both have there.
  const rest = signed.slice(signed.length - same);
  const slash = rest.indexOf('/');
  const length = slash < 0 ? 0 : rest.length - slash;
  return {
    from: signed.slice(0, signed.length - length) || '/',
    to: came.slice(0, came.length - length) || '/',
  };
}

const at = (text: string, fromEnd: number) => text[text.length - 1 - fromEnd];

function safelyChecked(rule: Rewrite): Rewrite[] {
  try {
    return checkRewrite(rule);
  } catch {
    return [];
  }
}

/** Without userinfo, which is a secret: that of the request is tried anyway. */
function originOf({ scheme, host, port }: UrlParts): string {
  return scheme.replace(/^ws/i, 'http') + host + port;
}

function cut(target: string): [path: string, query: string] {
  const plain = target.split('#', 1)[0] ?? '';
  const questionMark = plain.indexOf('?');
  if (questionMark < 0) return [plain, ''];
  return [plain.slice(0, questionMark), plain.slice(questionMark)];
}

/** Whether it can be copied from a log as it is. */
function isPrintable(options: FixOptions): boolean {
  const texts = [
    options.publicUrl,
    options.rewrite?.from,
    options.rewrite?.to,
    options.configuredUrl,
  ];
  return texts.every((text) => text === undefined || printable(text, maxPrinted) === text);
}
