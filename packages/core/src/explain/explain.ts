import { basicUserinfo } from '../scheme/basic-userinfo.js';
import { bodyHash } from '../scheme/body-hash.js';
import { isForm } from '../scheme/content-type.js';
import { settingsHeaderName } from '../scheme/signature-settings.js';
import { splitUrl } from '../scheme/url-parts.js';
import { monotonic } from '../webhook/clock.js';
import { bodyCauses, textDimension } from './body.js';
import { Budget, type Clock } from './budget.js';
import type { Cause } from './causes.js';
import { searchConfigured } from './configured.js';
import { differenceCauses } from './difference.js';
import { Dimension } from './dimension.js';
import type { Explanation } from './explanation.js';
import { type Finding, found } from './found.js';
import { type ExplainInput, maxVariedBody } from './input.js';
import { type Match, type Space, search } from './search.js';
import { type Seen, takeApart } from './seen.js';
import { claimOf, ownKey, type SharedKeyClaim, signedWith } from './shared-key-claim.js';
import { isOfSharedKey, structural, unsigned } from './structural.js';
import { addHosts } from './variants/host.js';
import { elsewhere } from './variants/other-headers.js';
import { addPaths } from './variants/path.js';
import { addQueries } from './variants/query.js';
import { addSchemes } from './variants/scheme.js';
import { signatureForms } from './variants/signature.js';
import { addTokens } from './variants/token.js';

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
export function explain(input: ExplainInput, now: Clock = monotonic): Explanation {
  return explainInFull(input, now).explanation;
}

/** An explanation, and what was signed as it was: with all that {@link Explanation} masks. */
export interface FullExplanation {
  readonly explanation: Explanation;
  /** `undefined` if it is not known. */
  readonly signed: SignedContent | undefined;
}

/** What a sender signed, and what with. */
export interface SignedContent {
  /** The URL in the string to sign, to the byte. */
  readonly url: string;
  /** The parameters in the string to sign, decoded; `undefined` if they are those that came. */
  readonly params: readonly (readonly [name: string, value: string])[] | undefined;
  /** The body, if it is not the one that came; `undefined` if it is, or is not known. */
  readonly body: string | undefined;
  /** The key, which is a secret. */
  readonly key: string;
  /** The signature, in base64. */
  readonly signature: string;
}

/**
 * {@link explain} for tools that apply what was found, such as a playground, and for nobody but the person who gave
 * the request and the key: what was signed is not masked, and holds the key. Never log it.
 *
 * @param now milliseconds of a clock that does not run backwards; default: `performance.now`
 * @example
 * const { explanation, signed } = explainInFull({ authToken, signature, url, contentType, body })
 */
export function explainInFull(input: ExplainInput, now: Clock = monotonic): FullExplanation {
  const budget = new Budget(now);
  try {
    const claim = claimIn(input);
    const isUnknown = claim !== undefined && claim.key === undefined;
    const seen = takeApart(claim?.key ? signedWith(claim.key, input) : input, budget);
    const finding: Finding = isUnknown
      ? { causes: [claim.cause], detail: claim.detail }
      : findingOf(seen, budget);
    return { explanation: found(seen, finding, budget.work), signed: contentOf(finding) };
  } catch {
    // What was given is no request.
    return { explanation: found(undefined, { causes: [] }, budget.work), signed: undefined };
  }
}

function contentOf({ signed, body }: Finding): SignedContent | undefined {
  if (signed === undefined) return undefined;
  const { texts, pairs, token, signature } = signed.match;
  const url = texts.slice(0, -1).join('');
  return { url, params: pairs?.map(([name, value]) => [name, value]), body, key: token, signature };
}

/** What a signed request says of the shared keys that are given; `undefined` if there is nothing to say. */
function claimIn({
  sharedKeys,
  authToken,
  signature,
  header,
}: ExplainInput): SharedKeyClaim | undefined {
  if (sharedKeys === undefined || !signature) return undefined;
  const settings = header?.(settingsHeaderName);
  if (settings !== undefined) return claimOf(settings, (id) => ownKey(sharedKeys, id));
  return authToken === undefined ? { cause: 'only-shared-keys' } : undefined;
}

/** The explanation of what cannot be explained. */
export function unexplained(): Explanation {
  return found(undefined, { causes: [] }, new Budget(() => 0).work);
}

/** The explanation of a request of which one cause is certain, so that nothing is searched for. */
export function explainAlone(cause: Cause, input: ExplainInput, detail?: string): Explanation {
  const budget = new Budget(() => 0);
  return found(takeApart(input, budget), { causes: [cause], detail }, budget.work);
}

function findingOf(seen: Seen, budget: Budget): Finding {
  const none = unsigned(seen);
  if (none === undefined) return signedFinding(seen, budget);
  const other = elsewhere(seen.header, seen.signatureHeader);
  if (other === undefined) return none;
  const finding = signedFinding({ ...seen, signature: other.signature }, budget);
  if (finding.signed === undefined) return none;
  const causes: Cause[] = ['signature-other-header', ...finding.causes];
  return { ...finding, causes, header: other.name, detail: `It is in ${other.name}.` };
}

function signedFinding(seen: Seen, budget: Budget): Finding {
  const forms = signatureForms(seen.signature, seen.expected);
  // Of what a shared key signs neither the form nor the auth token says anything.
  if (isOfSharedKey(seen)) return { causes: [] };
  // Nothing is made for a signature that can be none, or for no key.
  if (forms.length === 0 || seen.tokens.length + seen.otherTokens.length === 0) {
    return structural(seen, forms);
  }
  const space = spaceOf(seen, budget);
  const configured = searchConfigured(seen, space, forms, budget);
  if (configured !== undefined) {
    const { match, url } = configured;
    const { userinfo } = splitUrl(match.texts[0] ?? '') ?? {};
    // Signed with it, and the URL here does not have it.
    const lost: Cause[] = userinfo && seen.parts.userinfo === '' ? ['userinfo'] : [];
    const all = [...lost, ...differenceCauses(url, seen.parts), ...match.causes];
    const causes = withoutLogin(all, seen, userinfo);
    const signed = { match, url, text: match.texts.at(-1) ?? '' };
    return withBody(seen, budget, { causes, names: match.names, signed, configured: url });
  }
  const match = search(space, forms, budget);
  if (match === undefined) return structural(seen, forms);
  const url = match.texts.slice(0, -1).join('');
  const signed = { match, url, text: match.texts.at(-1) ?? '' };
  const causes = withoutLogin(match.causes, seen, splitUrl(url)?.userinfo);
  return withBody(seen, budget, { causes, names: match.names, signed });
}

/**
 * Some verify the userinfo of a login with the URL and some do not, and sig does both. So it is what is wrong only if nothing
 * else is.
 */
function withoutLogin(
  causes: readonly Cause[],
  { header }: Seen,
  userinfo: string | undefined,
): readonly Cause[] {
  const isOfLogin = userinfo === `${basicUserinfo(header('authorization'))}@`;
  const others = causes.filter((cause) => cause !== 'userinfo');
  return isOfLogin && others.length > 0 ? others : causes;
}

type Signed = { readonly match: Match; readonly url: string; readonly text: string };

/** The finding with what is wrong with a body that is not in the string to sign. */
function withBody(
  seen: Seen,
  budget: Budget,
  finding: Finding & { readonly signed: Signed },
): Finding {
  const { url, text } = finding.signed;
  const body = bodyCauses(seen, url, text, budget);
  return { ...finding, ...body, causes: [...finding.causes, ...body.causes] };
}

/** Scheme, userinfo, host, path, query, what follows the URL, and the tokens. */
function spaceOf(seen: Seen, budget: Budget): Space {
  const { targets, prefixes, tokens, header, pairs } = seen;
  const { scheme, userinfo, host, port, path, query } = seen.parts;
  const schemes = new Dimension(budget, scheme);
  addSchemes(schemes, scheme);
  const userinfos = new Dimension(budget, userinfo);
  const basic = basicUserinfo(header('authorization'));
  if (userinfo !== '') userinfos.addText(['userinfo'], 2, '');
  else if (basic !== '') userinfos.addText(['userinfo'], 2, `${basic}@`);
  const hosts = new Dimension(budget, host + port);
  addHosts(hosts, host, port, header);
  const paths = new Dimension(budget, path);
  addPaths(paths, path, { targets, prefixes, header });
  const queries = new Dimension(budget, query);
  addQueries(queries, query, { targets, header, pairs, hash: hashOf(seen, budget) });
  const otherTokens = new Dimension(budget, undefined);
  addTokens(otherTokens, tokens, seen.otherTokens);
  const parts = [schemes, userinfos, hosts, paths, queries, textDimension(seen, budget)];
  return { parts, tokens, otherTokens };
}

/** The hash that covers the body, if nothing else does and the URL does not have it. */
function hashOf({ body, contentType, url }: Seen, budget: Budget) {
  if (body.length === 0 || isForm(contentType) || url.includes('bodySHA256')) return undefined;
  const isShort = body.length <= maxVariedBody;
  return () => (isShort && budget.take(body.length) ? bodyHash(body) : undefined);
}
