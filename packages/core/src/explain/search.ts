import { equal, hmac } from '#hash';
import type { Budget } from './budget.js';
import type { Cause } from './causes.js';
import type { Dimension, Variant } from './dimension.js';
import type { SignatureForm } from './variants/signature.js';

/** How many parts may differ at once. */
const maxChanges = 4;
const maxCost = 9;

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
  for (let cost = 0; cost <= maxCost; cost++) {
    for (let count = 0; count <= Math.min(cost, maxChanges); count++) {
      for (const changes of combinations({ dimensions, sizes, budget }, 0, { cost, count })) {
        const match = tried(space, changes, forms, budget);
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
        if (!budget.step()) return;
        if (variant.text() === undefined) continue;
        for (const others of combinations(given, at + 1, rest)) {
          yield [{ dimension, variant }, ...others];
        }
      }
    }
  }
}

function tried(
  { parts, tokens, otherTokens }: Space,
  changes: readonly Change[],
  forms: readonly SignatureForm[],
  budget: Budget,
): Match | undefined {
  const textOf = (dimension: Dimension) => {
    const change = changes.find((one) => one.dimension === dimension);
    return change === undefined ? dimension.base : change.variant.text();
  };
  const texts: string[] = [];
  for (const part of parts) {
    const text = textOf(part);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const otherToken = textOf(otherTokens);
  for (const token of otherToken === undefined ? tokens : [otherToken]) {
    for (const algorithm of ['sha1', 'sha256'] as const) {
      const candidates = forms.filter((form) => form.algorithm === algorithm);
      if (candidates.length === 0) continue;
      if (!budget.takeHmac(length)) return undefined;
      const signature = hmac(algorithm, token, texts.join(''), 'base64');
      const form = candidates.find((one) => isThat(signature, one));
      if (form === undefined) continue;
      const named = changes.flatMap(({ variant }) => variant.causes);
      const names = changes.flatMap(({ variant }) => variant.names());
      return { texts, causes: [...form.causes, ...named], names };
    }
  }
  return undefined;
}

function isThat(signature: string, { value, fold }: SignatureForm): boolean {
  return equal(fold === undefined ? signature : fold(signature), value);
}
