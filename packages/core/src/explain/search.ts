import { equal, hmac } from '#hash';
import type { Variant } from './input.js';
import type { SignatureForm } from './variants/signature.js';

/** One part of what is signed, with what it may have been; the first is what was verified. */
export type Dimension = readonly [base: Variant<string>, ...others: Variant<string>[]];

/** How much is tried at the most: HMACs, and bytes that go through them. */
export const searchLimits = { hmacs: 4096, bytes: 32 * 1024 * 1024 };

/** How many parts may differ at once. */
const maxChanges = 3;
const maxCost = 8;

/** A combination that the signature matches. */
export interface Match {
  readonly chosen: readonly Variant<string>[];
  readonly form: SignatureForm;
}

/**
 * Tries combinations of variants, the likeliest first, until one gives the signature.
 *
 * @param dimensions the parts of the string to sign in their order, then the token
 */
export function search(
  dimensions: readonly Dimension[],
  forms: readonly SignatureForm[],
): { match: Match | undefined; hmacs: number } {
  let [hmacs, bytes] = [0, 0];
  for (let cost = 0; cost <= maxCost; cost++) {
    for (const chosen of combinations(dimensions, cost, maxChanges)) {
      const text = chosen
        .slice(0, -1)
        .map(({ value }) => value)
        .join('');
      const token = chosen.at(-1)?.value ?? '';
      for (const form of forms) {
        hmacs += 1;
        bytes += text.length;
        if (hmacs > searchLimits.hmacs || bytes > searchLimits.bytes)
          return { match: undefined, hmacs };
        if (equal(hmac(form.algorithm, token, text, 'base64'), form.value)) {
          return { match: { chosen, form }, hmacs };
        }
      }
    }
  }
  return { match: undefined, hmacs };
}

/** Choices of one variant a dimension whose costs add up to `cost`. */
function* combinations(
  dimensions: readonly Dimension[],
  cost: number,
  changes: number,
): Generator<Variant<string>[]> {
  const [first, ...rest] = dimensions;
  if (first === undefined) {
    if (cost === 0) yield [];
    return;
  }
  for (const variant of first) {
    const isChange = variant.cost > 0;
    if (variant.cost > cost || (isChange && changes === 0)) continue;
    const left = isChange ? changes - 1 : changes;
    for (const others of combinations(rest, cost - variant.cost, left)) yield [variant, ...others];
  }
}
