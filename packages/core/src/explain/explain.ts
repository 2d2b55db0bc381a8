import { basicUserinfo } from '../scheme/basic-userinfo.js';
import { isForm } from '../scheme/content-type.js';
import { joinUrl } from '../scheme/url-parts.js';
import { bodyCauses, isBodyGone, textDimension } from './body.js';
import { Budget, type Clock } from './budget.js';
import { type Cause, causes } from './causes.js';
import { Dimension } from './dimension.js';
import { checks, type Explanation } from './explanation.js';
import type { ExplainInput } from './input.js';
import { differingParam, firstDifference, maskPairs, maskUrl } from './mask.js';
import { maxPrinted, printable } from './printable.js';
import { type Space, search } from './search.js';
import { type Seen, takeApart } from './seen.js';
import { addHosts } from './variants/host.js';
import { addPaths } from './variants/path.js';
import { addQueries } from './variants/query.js';
import { addSchemes } from './variants/scheme.js';
import { signatureForms } from './variants/signature.js';
import { addTokens, tokenShape } from './variants/token.js';

/**
 * Explains why a signature failed: checks it again under the mistakes that people make, the likeliest
 * first, and names the one under which it matches. For operators, never for clients.
 *
 * The request may be an attacker's: the work is bounded by {@link searchLimits} whatever it holds, texts that
 * are made of it are short and in one line, and nothing is thrown. It is synchronous, and a forged request costs
 * a few thousand HMACs: explain one at a time.
 *
 * @param now milliseconds of a clock that does not run backwards; default: `performance.now`
 * @example
 * const { cause, fix } = explain({ authToken, signature, url, contentType, body })
 */
export function explain(input: ExplainInput, now: Clock = () => performance.now()): Explanation {
  const budget = new Budget(now);
  try {
    return explainSeen(takeApart(input, budget), budget);
  } catch {
    // What was given is no request.
    return found(undefined, [], budget);
  }
}

/** The explanation of what cannot be explained. */
export function unexplained(): Explanation {
  return found(undefined, [], new Budget(() => 0));
}

function explainSeen(seen: Seen, budget: Budget): Explanation {
  if (seen.signature === '') return found(seen, ['no-signature'], budget);
  const forms = signatureForms(seen.signature);
  // Nothing is made for a signature that can be none.
  if (forms.length === 0) return found(seen, [], budget);
  const match = search(spaceOf(seen, budget), forms, budget);
  if (match === undefined) {
    const structural = structuralCause(seen);
    return found(seen, structural === undefined ? [] : [structural], budget);
  }
  const text = match.texts.at(-1) ?? '';
  const named = [...match.causes, ...bodyCauses(seen, text, budget)];
  return found(seen, named, budget, { url: match.texts.slice(0, -1).join(''), text });
}

/** Scheme, userinfo, host, path, query, what follows the URL, and the tokens. */
function spaceOf(seen: Seen, budget: Budget): Space {
  const { targets, tokens, header } = seen;
  const { scheme, userinfo, host, port, path, query } = seen.parts;
  const schemes = new Dimension(budget, scheme);
  addSchemes(schemes, scheme);
  const userinfos = new Dimension(budget, userinfo);
  const basic = basicUserinfo(header('authorization'));
  if (userinfo !== '') userinfos.addText(['userinfo'], 1, '');
  else if (basic !== '') userinfos.addText(['userinfo'], 1, `${basic}@`);
  const hosts = new Dimension(budget, host + port);
  addHosts(hosts, host, port, header);
  const paths = new Dimension(budget, path);
  addPaths(paths, path, targets, header);
  const queries = new Dimension(budget, query);
  addQueries(queries, query, targets, header);
  const otherTokens = new Dimension(budget, undefined);
  addTokens(otherTokens, tokens, seen.otherTokens);
  const parts = [schemes, userinfos, hosts, paths, queries, textDimension(seen, budget)];
  return { parts, tokens, otherTokens };
}

/** A cause that shows without a match. */
function structuralCause(seen: Seen): Cause | undefined {
  const type = seen.contentType ?? seen.header('content-type');
  return isForm(type) && isBodyGone(seen) ? 'body-consumed' : tokenShape(seen.tokens);
}

/** What was signed: the URL, and the text behind it. */
interface Signed {
  readonly url: string;
  readonly text: string;
}

function found(
  seen: Seen | undefined,
  named: readonly Cause[],
  budget: Budget,
  signed?: Signed,
): Explanation {
  const [cause] = named;
  const matched = signed !== undefined;
  const seenUrl = seen === undefined ? '' : joinUrl(seen.parts);
  const { work } = budget;
  return {
    cause,
    causes: [...new Set(named)],
    title:
      cause !== undefined
        ? causes[cause].title
        : matched
          ? 'The signature matches the request as it is.'
          : 'No known mistake explains this signature.',
    fix: cause === undefined ? '' : causes[cause].fix,
    publicUrl: seen && signed && publicUrlFor(seen, named, signed.url),
    matched,
    signedUrl: signed && maskUrl(signed.url),
    seenUrl: maskUrl(seenUrl),
    position: signed && firstDifference(signed.url, seenUrl),
    param: seen?.pairs && signed && differingParam(seen.pairs, signed.text),
    stringToSign: seen === undefined ? '' : printable(maskUrl(seen.url) + maskPairs(seen.pairs)),
    checks: cause === undefined && !matched ? checks : [],
    hmacs: work.hmacs,
    work,
  };
}

/** Causes that the right `publicUrl` fixes. */
const fixedByPublicUrl: readonly Cause[] = [
  'scheme-swapped',
  'host-internal',
  'port-differs',
  'prefix-stripped',
];

/** What precedes the request target in the URL that was signed. */
function publicUrlFor(seen: Seen, named: readonly Cause[], signedUrl: string): string | undefined {
  if (named.length === 0 || !named.every((cause) => fixedByPublicUrl.includes(cause)))
    return undefined;
  const target = seen.parts.path + seen.parts.query;
  if (!signedUrl.endsWith(target) || target === '') return undefined;
  const publicUrl = signedUrl.slice(0, -target.length).replace(/^ws/, 'http');
  return printable(publicUrl, maxPrinted) === publicUrl ? publicUrl : undefined;
}
