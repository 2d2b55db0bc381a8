import { equal, hmac } from '#hash';
import type { Budget } from './budget.js';
import type { Cause } from './causes.js';
import type { Dimension, Variant } from './dimension.js';
import type { SignatureForm } from './variants/signature.js';

/** How many parts may differ at once. */
const maxChanges = 3;
const maxCost = 8;

/** What is searched. */
export interface Space {
  /** The parts of the string to sign, in their order. */
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
}

/** A variant, and of which dimension. */
interface Change {
  readonly dimension: Dimension;
  readonly variant: Variant;
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
  for (let cost = 0; cost <= maxCost; cost++) {
    for (let count = 0; count <= Math.min(cost, maxChanges); count++) {
      for (const changes of combinations(dimensions, cost, count, budget)) {
        const match = tried(space, changes, forms, budget);
        if (match !== undefined) return match;
      }
    }
  }
  return undefined;
}

/** Choices of `count` changes, of a dimension each, whose costs add up to `cost`. */
function* combinations(
  dimensions: readonly Dimension[],
  cost: number,
  count: number,
  budget: Budget,
): Generator<readonly Change[]> {
  if (count === 0) {
    if (cost === 0) yield [];
    return;
  }
  const least = count === 1 ? cost : 1;
  for (let at = dimensions.length - 1; at >= 0; at--) {
    const dimension = dimensions[at] as Dimension;
    const rest = dimensions.slice(at + 1);
    if (rest.length < count - 1) continue;
    for (let own = least; own <= cost - (count - 1); own++) {
      for (const variant of dimension.costing(own)) {
        if (!budget.step()) return;
        if (variant.text() === undefined) continue;
        for (const others of combinations(rest, cost - own, count - 1, budget)) {
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
      const form = candidates.find(({ value }) => equal(signature, value));
      if (form === undefined) continue;
      const named = changes.flatMap(({ variant }) => variant.causes);
      return { texts, causes: [...form.causes, ...named] };
    }
  }
  return undefined;
}
