import { joinUrl, splitUrl, type UrlParts } from '../scheme/url-parts.js';
import { urlCauses } from './causes/url.js';
import { type Cause, causes } from './causes.js';
import { type FixOptions, fixOptions } from './fix-options.js';
import type { Seen } from './seen.js';

/** What to change. */
export interface Advice {
  readonly fix: string;
  /** The options of `webhook()` to set, if these are all it takes. */
  readonly options: FixOptions | undefined;
}

/** What the advice is made of. */
export interface AdviceFacts {
  readonly seen: Seen;
  readonly named: readonly Cause[];
  /** The URL that was signed, if it is known. */
  readonly signedUrl: string | undefined;
  /** The header that has the signature, if it is another one than is read. */
  readonly header: string | undefined;
}

/** Causes that an origin fixes, and a framework if it trusts the proxy. */
const ofOrigin: readonly Cause[] = ['scheme-swapped', 'host-internal', 'port-differs'];
/** Causes that an origin with a prefix, or a rule for paths, fixes. */
const ofPath: readonly Cause[] = [
  ...ofOrigin,
  'host-case',
  'prefix-stripped',
  'prefix-added',
  'path-mapped',
  'slashes-merged',
  'trailing-slash',
  'path-case',
  'path-reencoded',
];
/** Causes that options can fix. */
const ofOptions: readonly Cause[] = [...ofPath, 'query-reencoded'];

/** How many causes have a sentence of their own. */
const maxSentences = 3;

/** What to change so that the request verifies: options, and a sentence for each cause that they do not fix. */
export function adviceFor(facts: AdviceFacts): Advice {
  const { seen, named, header } = facts;
  const ofHeader = header === undefined ? {} : { header: header.toLowerCase() };
  const left = named.filter((cause) => header === undefined || cause !== 'signature-other-header');
  if (left.length === 0) {
    const options = header === undefined ? undefined : ofHeader;
    return { fix: options === undefined ? '' : sentence(options, facts), options };
  }
  const whole = wholeOptions(left, facts);
  if (whole !== undefined) {
    const options = { ...ofHeader, ...whole };
    return { fix: sentence(options, facts), options };
  }
  const part = partOptions(left, facts);
  const options = { ...ofHeader, ...part?.options };
  const others = left.filter((cause) => part?.fixed.includes(cause) !== true);
  const isSet = Object.keys(options).length > 0;
  const sentences = [
    ...(isSet ? [sentence(options, facts)] : []),
    ...others.map((cause) => fixOf(cause, seen)),
  ];
  return { fix: [...new Set(sentences)].slice(0, maxSentences).join(' '), options: undefined };
}

/** What to change of one cause; in front of the server if it verified bytes, which no parser has made. */
function fixOf(cause: Cause, { body }: Seen): string {
  const { fix, outside } = causes[cause];
  return outside !== undefined && body instanceof Uint8Array && body.length > 0 ? outside : fix;
}

/** The options that fix all that is wrong. */
function wholeOptions(
  left: readonly Cause[],
  { seen, signedUrl }: AdviceFacts,
): FixOptions | undefined {
  if (signedUrl === undefined || !left.every((cause) => ofOptions.includes(cause)))
    return undefined;
  if (left.every((cause) => cause === 'trailing-slash')) return undefined;
  return optionsFor(signedUrl, seen);
}

/** The options that fix a part of what is wrong: all but the query, or the origin alone. */
function partOptions(left: readonly Cause[], { seen, signedUrl }: AdviceFacts) {
  const parts = signedUrl === undefined ? undefined : splitUrl(signedUrl);
  if (parts === undefined) return undefined;
  const { path, query } = seen.parts;
  // Of one cause that changed both, such as an escaped "?", the path alone is no part.
  const isQueryNamed = left.some(
    (cause) => Object.hasOwn(urlCauses, cause) && !ofPath.includes(cause),
  );
  if (parts.query !== query && !isQueryNamed) return undefined;
  const tries: readonly (readonly [readonly Cause[], Partial<UrlParts>])[] = [
    [ofPath, { query }],
    [[...ofOrigin, 'host-case'], { path, query }],
  ];
  for (const [fixed, same] of tries) {
    // A slash alone is not worth an option: "/voice/" is tried for "/voice" anyway.
    if (!left.some((cause) => fixed.includes(cause) && cause !== 'trailing-slash')) continue;
    const options = optionsFor(joinUrl({ ...parts, ...same, userinfo: '' }), seen);
    if (options?.publicUrl !== undefined || options?.rewrite !== undefined) {
      return { fixed, options };
    }
  }
  return undefined;
}

function optionsFor(signed: string, { parts, targets, rewrite }: Seen): FixOptions | undefined {
  return fixOptions({ signed, seen: parts, target: targets[0], rewrite });
}

/** The options as a sentence. */
function sentence(options: FixOptions, facts: AdviceFacts): string {
  const { publicUrl, rewrite, configuredUrl, header } = options;
  const quoted = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`"${name}" to ${JSON.stringify(value)}`];
  const from = JSON.stringify(rewrite?.from);
  const to = JSON.stringify(rewrite?.to);
  const settings = [
    ...quoted('header', header),
    ...quoted('publicUrl', publicUrl),
    ...(rewrite === undefined ? [] : [`"rewrite" to { from: ${from}, to: ${to} }`]),
    ...quoted('configuredUrl', configuredUrl),
  ];
  if (settings.length === 0) {
    return 'set "configuredUrl" to the URL exactly as configured at the sender.';
  }
  const isTrust = isAnnounced(facts);
  return `set ${settings.join(' and ')}${isTrust ? ', or let the framework trust the proxy' : ''}.`;
}

/** Whether the proxy says what the sender signed, so that trusting it is enough. */
function isAnnounced({ seen, named, signedUrl }: AdviceFacts): boolean {
  const { header, parts, evidence } = seen;
  // With an origin of its own the server asks no framework.
  if (evidence.hasPublicUrl === true) return false;
  if (!named.every((cause) => ofOrigin.includes(cause))) return false;
  const signed = signedUrl === undefined ? undefined : splitUrl(signedUrl);
  if (signed === undefined) return false;
  const first = (name: string) => header(name)?.split(',', 1)[0]?.trim().toLowerCase();
  const scheme = signed.scheme.slice(0, -3).toLowerCase();
  const host = (signed.host + signed.port).toLowerCase();
  const isScheme = signed.scheme === parts.scheme || first('x-forwarded-proto') === scheme;
  const seenHost = (parts.host + parts.port).toLowerCase();
  return isScheme && (host === seenHost || first('x-forwarded-host') === host);
}
