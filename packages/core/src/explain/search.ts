import { hmac, hmacSha1With } from '#hash';
import { equal } from '../hash/equal.js';
import type { Pair } from '../scheme/params.js';
import type { Budget } from './budget.js';
import type { Cause } from './causes.js';
import type { Dimension, Variant } from './dimension.js';
import type { SignatureForm } from './variants/signature.js';

/** How many parts may differ at once. */
const maxChanges = 4;
const maxCost = 9;
/** How many keys are kept. */
const maxKeys = 16;

/** What is searched. */
export interface Space {
  /** The parts of the string to sign, in their order; the last is what follows the URL. */
  readonly parts: readonly Dimension[];
  /** The tokens that it was verified with. */
  readonly tokens: readonly string[];
  /** Tokens that it may have been signed with; its base means nothing. */
  readonly otherTokens: Dimension;
}

/** A combination that the signature matches. */
export interface Match {
  /** The parts of the string that was signed. */
  readonly texts: readonly string[];
  readonly causes: readonly Cause[];
  /** The parameters that differ, by name. */
  readonly names: readonly string[];
  /** The key that signed. */
  readonly token: string;
  /** The signature as it was made. */
  readonly signature: string;
  /** The parameters that were signed, if they are not those that came. */
  readonly pairs: readonly Pair[] | undefined;
}

/** A variant, and of which dimension. */
interface Change {
  readonly dimension: Dimension;
  readonly variant: Variant;
}

/** A combination has so many changes, which cost so much together. */
interface Size {
  readonly cost: number;
  readonly count: number;
}

/**
 * Tries combinations of variants, the likeliest first, until one gives the signature or the budget is used up.
 */
export function search(
  space: Space,
  forms: readonly SignatureForm[],
  budget: Budget,
): Match | undefined {
  const dimensions = [...space.parts, space.otherTokens];
  const sizes = possibleSizes(dimensions);
  const sign = createSigner();
  for (let cost = 0; cost <= maxCost; cost++) {
    // More changes of the evident kind before fewer of a rare one.
    for (let count = Math.min(cost, maxChanges); count >= 0; count--) {
      for (const changes of combinations({ dimensions, sizes, budget }, 0, { cost, count })) {
        const match = tried(space, changes, { forms, sign }, budget);
        if (match !== undefined) return match;
      }
    }
  }
  return undefined;
}

/** By dimension, and those after it: which sizes of combinations there are, as `cost * 8 + count`. */
function possibleSizes(dimensions: readonly Dimension[]): readonly ReadonlySet<number>[] {
  const sizes: Set<number>[] = [new Set([0])];
  for (const dimension of [...dimensions].reverse()) {
    const behind = sizes[0] ?? new Set();
    const here = new Set(behind);
    for (let cost = 1; cost <= maxCost; cost++) {
      if (dimension.costing(cost).length === 0) continue;
      for (const size of behind) here.add(size + cost * 8 + 1);
    }
    sizes.unshift(here);
  }
  return sizes;
}

interface Search {
  readonly dimensions: readonly Dimension[];
  readonly sizes: readonly ReadonlySet<number>[];
  readonly budget: Budget;
}

/** Choices of changes, of a dimension each from `start` on, whose costs add up. */
function* combinations(
  given: Search,
  start: number,
  { cost, count }: Size,
): Generator<readonly Change[]> {
  if (count === 0) {
    if (cost === 0) yield [];
    return;
  }
  const { dimensions, sizes, budget } = given;
  for (let at = dimensions.length - 1; at >= start; at--) {
    const dimension = dimensions[at] as Dimension;
    for (let own = 1; own <= cost; own++) {
      const rest = { cost: cost - own, count: count - 1 };
      if (sizes[at + 1]?.has(rest.cost * 8 + rest.count) !== true) continue;
      for (const variant of dimension.costing(own)) {
        if (variant.isVoid()) continue;
        // Of the last change the HMAC is counted.
        if (rest.count === 0 ? budget.isSpent() : !budget.step()) return;
        if (variant.text() === undefined) continue;
        for (const others of combinations(given, at + 1, rest)) {
          yield [{ dimension, variant }, ...others];
        }
      }
    }
  }
}

type Algorithm = SignatureForm['algorithm'];

/** What came, and how to compute what it is compared with. */
interface Signatures {
  readonly forms: readonly SignatureForm[];
  readonly sign: (algorithm: Algorithm, token: string, text: string) => string;
}

/** Computes signatures; keys that are used again are made once. */
function createSigner(): Signatures['sign'] {
  const keys = new Map<string, (text: string) => string>();
  return (algorithm, token, text) => {
    const isKept = keys.has(token) || keys.size < maxKeys;
    if (algorithm !== 'sha1' || !isKept) return hmac(algorithm, token, text, 'base64');
    const key = keys.get(token) ?? hmacSha1With(token);
    keys.set(token, key);
    return key(text);
  };
}

function tried(
  { parts, tokens, otherTokens }: Space,
  changes: readonly Change[],
  { forms, sign }: Signatures,
  budget: Budget,
): Match | undefined {
  const textOf = (dimension: Dimension) => {
    const change = changes.find((one) => one.dimension === dimension);
    return change === undefined ? dimension.base : change.variant.text();
  };
  const texts: string[] = [];
  for (const part of parts) {
    const text = textOf(part);
    if (text === undefined) return skipped(budget);
    texts.push(text);
  }
  let isComputed = false;
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const otherToken = textOf(otherTokens);
  for (const token of otherToken === undefined ? tokens : [otherToken]) {
    for (const algorithm of ['sha1', 'sha256'] as const) {
      const candidates = forms.filter((form) => form.algorithm === algorithm);
      if (candidates.length === 0) continue;
      if (!budget.takeHmac(length)) return skipped(budget);
      isComputed = true;
      const signature = sign(algorithm, token, texts.join(''));
      const form = candidates.find((one) => isThat(signature, one));
      if (form === undefined) continue;
      const named = changes.flatMap(({ variant }) => variant.causes);
      const names = changes.flatMap(({ variant }) => variant.names());
      const pairs = changes.map(({ variant }) => variant.pairs()).find((one) => one !== undefined);
      return { texts, causes: [...form.causes, ...named], names, token, signature, pairs };
    }
  }
  return isComputed ? undefined : skipped(budget);
}

/** Counts a combination for which there was nothing to compute. */
function skipped(budget: Budget): undefined {
  budget.step();
}

function isThat(signature: string, { value, fold }: SignatureForm): boolean {
  return equal(fold === undefined ? signature : fold(signature), value);
}
