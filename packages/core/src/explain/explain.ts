import { bodyHash, signedBodyHash } from '../body/body-hash.js';
import { isForm, mediaType } from '../body/content-type.js';
import { type Pair, parseForm } from '../body/form.js';
import { sortParams, toPairs } from '../body/params.js';
import { joinUrl, splitUrl, type UrlParts } from '../index.js';
import { usableTokens } from '../token.js';
import { basicUserinfo } from '../url/userinfo.js';
import { type Cause, causes } from './causes.js';
import { checks, type Explanation } from './explanation.js';
import type { ExplainInput, Variant } from './input.js';
import { maskPairs, maskUrl, sortedByName } from './mask.js';
import { type Dimension, search } from './search.js';
import { hostVariants } from './variants/host.js';
import { jsonPrints } from './variants/json.js';
import { paramVariants } from './variants/params.js';
import { pathVariants } from './variants/path.js';
import { queryVariants } from './variants/query.js';
import { schemeVariants } from './variants/scheme.js';
import { signatureForms } from './variants/signature.js';
import { tokenShape, tokenVariants } from './variants/token.js';

/** A request, taken apart for the search. */
interface Seen {
  readonly input: ExplainInput;
  readonly tokens: readonly string[];
  readonly parts: UrlParts;
  readonly bytes: Uint8Array;
  readonly pairs: readonly Pair[];
  readonly header: (name: string) => string | undefined;
}

/**
 * Explains why a signature failed: checks it again under the mistakes that people make, the likeliest
 * first, and names the one under which it matches. Bounded work; for operators, never for clients.
 *
 * @example
 * const { cause, fix } = explain({ authToken, signature, url, contentType, body })
 */
export function explain(input: ExplainInput): Explanation {
  const seen = takeApart(input);
  const signature = input.signature ?? '';
  if (signature === '') return found(seen, ['no-signature'], { hmacs: 0 });
  const { match, hmacs } = search(dimensionsOf(seen), signatureForms(signature));
  if (match !== undefined) {
    const { chosen, form } = match;
    const named = [...form.causes, ...chosen.flatMap((one) => one.causes)];
    const [signed, textVariant] = [chosen.slice(0, 5), chosen[5]];
    const signedUrl = signed.map(({ value }) => value).join('');
    return found(seen, named, { hmacs, signedUrl, text: textVariant?.value ?? '' });
  }
  const structural = structuralCause(seen);
  return found(seen, structural === undefined ? [] : [structural], { hmacs });
}

function takeApart(input: ExplainInput): Seen {
  const { body, params, contentType } = input;
  const bytes =
    typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array(0));
  const parsed = params === undefined ? undefined : toPairs(params);
  const pairs = parsed ?? (isForm(contentType) ? parseForm(bytes) : []);
  const none = { scheme: '', userinfo: '', host: '', port: '', path: input.url, query: '' };
  return {
    input,
    tokens: usableTokens(input.authToken),
    parts: splitUrl(input.url) ?? none,
    bytes,
    pairs,
    header: (name) => input.header?.(name),
  };
}

/** Scheme, userinfo, host, path, query, what follows the URL, and the token. */
function dimensionsOf(seen: Seen): Dimension[] {
  const { parts, input, tokens, header } = seen;
  const { scheme, userinfo, host, port, path, query } = parts;
  const { targets = [] } = input;
  const as = (value: string): Variant<string> => ({ value, causes: [], cost: 0 });
  const basic = basicUserinfo(header('authorization'));
  const otherUserinfo = userinfo !== '' ? '' : basic === '' ? undefined : `${basic}@`;
  const [token = '', ...moreTokens] = tokens;
  return [
    [as(scheme), ...schemeVariants(scheme)],
    [
      as(userinfo),
      ...(otherUserinfo === undefined
        ? []
        : [{ value: otherUserinfo, causes: ['userinfo'], cost: 1 } satisfies Variant<string>]),
    ],
    [as(host + port), ...hostVariants(host, port, header)],
    [as(path), ...pathVariants(path, targets, header)],
    [as(query), ...queryVariants(query, targets, header)],
    textsOf(seen),
    [as(token), ...moreTokens.map(as), ...tokenVariants(tokens, input.otherTokens ?? [])],
  ];
}

/** What may have followed the URL in the string to sign. */
function textsOf(seen: Seen): Dimension {
  const { pairs, bytes, input } = seen;
  const { text } = sortParams(pairs);
  const isJson = /json/.test(mediaType(input.contentType));
  const base: Variant<string> = { value: text, causes: bodyCauses(seen), cost: 0 };
  if (text === '') return [base];
  // The signature covers the URL alone: of JSON that is as it should be.
  const alone: Cause = isJson ? 'json-as-form' : 'get-signature-on-post';
  const unsigned: Variant<string> = { value: '', causes: [alone], cost: 1 };
  const variants = paramVariants(pairs).map(
    ({ value, causes, cost }): Variant<string> => ({ value: sortParams(value).text, causes, cost }),
  );
  return [base, ...(bytes.length > 0 || pairs.length > 0 ? [unsigned] : []), ...variants];
}

/** What is wrong with the body although the string to sign is right. */
function bodyCauses({ input, bytes, pairs }: Seen): Cause[] {
  if (bytes.length === 0 || pairs.length > 0) return [];
  const hashes = [input.url, ...(input.targets ?? [])].map(signedBodyHash);
  const signed = hashes.find((one) => one !== undefined);
  if (signed === undefined) return ['get-signature-on-post'];
  if (signed === bodyHash(bytes)) return [];
  const prints = jsonPrints(new TextDecoder().decode(bytes));
  const printed = prints.some((print) => bodyHash(print) === signed);
  return [printed ? 'json-reserialised' : 'body-changed'];
}

/** A cause that shows without a match. */
function structuralCause(seen: Seen): Cause | undefined {
  const { bytes, pairs, header, tokens, input } = seen;
  const length = Number(header('content-length') ?? 0);
  const announced = length > 0 || header('transfer-encoding') !== undefined;
  const type = input.contentType ?? header('content-type');
  if (announced && bytes.length === 0 && pairs.length === 0 && isForm(type)) return 'body-consumed';
  return tokenShape(tokens);
}

interface Findings {
  readonly hmacs: number;
  /** What was signed, where that is known. */
  readonly signedUrl?: string;
  readonly text?: string;
}

function found(seen: Seen, named: readonly Cause[], findings: Findings): Explanation {
  const { input, pairs } = seen;
  const { signedUrl, text, hmacs } = findings;
  const [cause] = named;
  const matched = signedUrl !== undefined;
  const seenUrl = joinUrl(seen.parts);
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
    publicUrl: signedUrl === undefined ? undefined : publicUrlFor(seen, named, signedUrl),
    matched,
    signedUrl: signedUrl === undefined ? undefined : maskUrl(signedUrl),
    seenUrl: maskUrl(seenUrl),
    position: signedUrl === undefined ? undefined : firstDifference(signedUrl, seenUrl),
    param: text === undefined ? undefined : differingParam(pairs, text),
    stringToSign: maskUrl(input.url) + maskPairs(pairs),
    checks: cause === undefined && !matched ? checks : [],
    hmacs,
  };
}

/** Causes that the right `publicUrl` mends. */
const mendedByPublicUrl: readonly Cause[] = [
  'scheme-swapped',
  'host-internal',
  'port-differs',
  'prefix-stripped',
];

/** What stands before the request target in the URL that was signed. */
function publicUrlFor(seen: Seen, named: readonly Cause[], signedUrl: string): string | undefined {
  if (named.length === 0 || !named.every((cause) => mendedByPublicUrl.includes(cause)))
    return undefined;
  const target = seen.parts.path + seen.parts.query;
  if (!signedUrl.endsWith(target) || target === '') return undefined;
  return signedUrl.slice(0, -target.length).replace(/^ws/, 'http');
}

function firstDifference(a: string, b: string): number | undefined {
  if (a === b) return undefined;
  let i = 0;
  while (a[i] === b[i]) i++;
  return i;
}

/** The first parameter whose name and value do not stand in what was signed, where it expects them. */
function differingParam(pairs: readonly Pair[], text: string): string | undefined {
  if (text === '') return undefined;
  let offset = 0;
  for (const [name, value] of sortedByName(pairs)) {
    if (!text.startsWith(name + value, offset)) return name;
    offset += name.length + value.length;
  }
  return undefined;
}
