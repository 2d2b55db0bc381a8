import { joinUrl, splitUrl } from '../scheme/url-parts.js';
import { adviceFor } from './advice.js';
import { printedNames } from './alignment.js';
import type { Work } from './budget.js';
import { urlCauses } from './causes/url.js';
import { type Cause, causes } from './causes.js';
import { checksFor, nextStep } from './checks.js';
import { changedEscapes, urlDifferences } from './difference.js';
import type { Explanation } from './explanation.js';
import { maxPart } from './input.js';
import { maskPairs, maskUrl } from './mask.js';
import { printable } from './printable.js';
import type { Match } from './search.js';
import type { Seen } from './seen.js';
import { nameOf, partsOf } from './variants/query-parts.js';

/** What was found out of a request. */
export interface Finding {
  readonly causes: readonly Cause[];
  /** What is to be said of the first cause besides. */
  readonly detail?: string | undefined;
  /** The parameters that differ, by name. */
  readonly names?: readonly string[];
  /** What was signed: then it is certain. */
  readonly signed?: { readonly url: string; readonly match: Match };
  /** The body that was signed, if it is known and is not the one that came. */
  readonly body?: string;
  /** The configured URL, if it was the one. */
  readonly configured?: string;
  /** The header that has the signature. */
  readonly header?: string;
}

/** The explanation of what was found. */
export function found(seen: Seen | undefined, finding: Finding, work: Work): Explanation {
  const { signed, configured, header } = finding;
  const named = [...new Set(finding.causes)];
  const [cause] = named;
  const seenUrl = seen === undefined ? '' : joinUrl(seen.parts);
  const signedUrl = configured ?? signed?.url;
  const parts = signedUrl === undefined ? undefined : splitUrl(signedUrl);
  const differences = (seen && parts ? urlDifferences(parts, seen.parts) : []).filter(
    // That of a login is no difference if something else is.
    ({ component }) => component !== 'userinfo' || named.includes('userinfo'),
  );
  const names = differingNames(finding, seen, signedUrl);
  const advice = seen && adviceFor({ seen, named, signedUrl, header });
  const isUnknown = cause === undefined && signed === undefined;
  const wasConfigured = seen !== undefined && seen.configured.length > 0;
  return {
    cause,
    causes: named,
    title: titleOf(named, finding, seen, signedUrl),
    fix: advice?.fix ?? '',
    options: advice?.options,
    matched: signed !== undefined,
    configuredMatched: wasConfigured ? configured !== undefined : undefined,
    signedUrl: signedUrl === undefined ? undefined : maskUrl(signedUrl, seenUrl),
    seenUrl: maskUrl(seenUrl, signedUrl),
    position: differences[0]?.position,
    differences,
    params: printedNames(names),
    stringToSign: seen === undefined ? '' : printable(maskUrl(seen.url) + maskPairs(seen.pairs)),
    checks: isUnknown && seen !== undefined ? checksFor(seen) : [],
    next: isUnknown && seen !== undefined && !wasConfigured ? nextStep : undefined,
    hmacs: work.hmacs,
    work,
  };
}

function titleOf(
  [cause, ...others]: readonly Cause[],
  { detail, signed, configured }: Finding,
  seen: Seen | undefined,
  signedUrl: string | undefined,
): string {
  if (cause !== undefined) {
    const isUrlAlone = [cause, ...others].every((one) => Object.hasOwn(urlCauses, one));
    const certainty =
      configured === undefined
        ? ''
        : isUrlAlone
          ? 'The key and the body are right; only the URL differs. '
          : 'The configured URL is the one that was signed. ';
    const escapes = detail ?? escapesOf(cause, seen, signedUrl);
    return certainty + causes[cause].title + (escapes === undefined ? '' : ` ${escapes}`);
  }
  if (signed !== undefined) return 'The signature matches the request as it is.';
  if (seen === undefined) return 'There is not enough of this request to explain its signature.';
  return seen.configured.length > 0
    ? 'Neither the configured URL nor the one that was verified gives this signature: the key or the body is not the one that was signed.'
    : 'No known mistake explains this signature.';
}

/** The escapes that changed, named. */
function escapesOf(
  cause: Cause,
  seen: Seen | undefined,
  signedUrl: string | undefined,
): string | undefined {
  const signed = signedUrl === undefined ? undefined : splitUrl(signedUrl);
  if (signed === undefined || seen === undefined) return undefined;
  const component =
    cause === 'path-reencoded' ? 'path' : cause === 'query-reencoded' ? 'query' : undefined;
  if (component === undefined || signed[component].length > maxPart) return undefined;
  const changed = changedEscapes(signed[component], seen.parts[component]);
  return changed.length === 0 ? undefined : `${changed.join(', ')}.`;
}

/** The parameters that differ: those of the body if they do, else those of the query. */
function differingNames(
  { names = [], causes: named }: Finding,
  seen: Seen | undefined,
  signedUrl: string | undefined,
): readonly string[] {
  const query = signedUrl === undefined ? undefined : splitUrl(signedUrl)?.query;
  const isQuery = named.some((one) => one.startsWith('query-') || one === 'params-in-query');
  if (names.length > 0 || seen === undefined || !isQuery || query === undefined) return names;
  if (query === '' || query.length > maxPart || seen.parts.query.length > maxPart) return names;
  const [signed, came] = [partsOf(query), partsOf(seen.parts.query)];
  const differing = [
    ...signed.filter((part) => !came.includes(part)),
    ...came.filter((part) => part !== '' && !signed.includes(part)),
  ];
  return [...new Set(differing.map(nameOf))];
}
