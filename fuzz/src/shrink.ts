import { Source } from './source.js';
import type { Target } from './target.js';

/** How often a failing case is tried again to make it smaller: a number, so that a seed gives one result. */
const maxTries = 3000;

/** A case that fails, and how. */
export interface Failing {
  readonly input: unknown;
  readonly error: unknown;
}

/**
 * The smallest failing case that is found by leaving out choices and lowering them.
 *
 * @param choices those of the case that failed
 */
export async function smallest(target: Target, choices: readonly number[]): Promise<Failing> {
  const source = new Source();
  let best = { choices: [...choices], failing: await run(target, source.replay(choices)) };
  let tries = 0;

  /** Keeps the choices if they still fail, and are less than before. */
  async function improves(shorter: readonly number[]): Promise<boolean> {
    if (tries++ >= maxTries) return false;
    const failing = await run(target, source.replay(shorter));
    const drawn = source.choices;
    if (failing === undefined || !isLess(drawn, best.choices)) return false;
    best = { choices: [...drawn], failing };
    return true;
  }

  for (let improved = true; improved && tries < maxTries; ) {
    improved = false;
    for (const size of [32, 8, 4, 3, 2, 1]) {
      for (let at = best.choices.length - size; at >= 0; at--) {
        const { choices } = best;
        const without = [...choices.slice(0, at), ...choices.slice(at + size)];
        if (await improves(without)) improved = true;
      }
    }
    for (let at = 0; at < best.choices.length; at++) {
      for (const lower of [() => 0, (n: number) => n >> 1, (n: number) => n - 1]) {
        const choice = best.choices[at] ?? 0;
        if (choice > 0 && (await improves(replaced(best.choices, at, lower(choice)))))
          improved = true;
      }
    }
  }
  return best.failing ?? { input: undefined, error: new Error('The case fails only sometimes.') };
}

function replaced(choices: readonly number[], at: number, choice: number): number[] {
  return choices.map((one, i) => (i === at ? choice : one));
}

/** Fewer choices are less; of as many, those with the lower sum. */
function isLess(a: readonly number[], b: readonly number[]): boolean {
  const sum = (choices: readonly number[]) => choices.reduce((total, one) => total + one, 0);
  return a.length < b.length || (a.length === b.length && sum(a) < sum(b));
}

async function run(target: Target, source: Source): Promise<Failing | undefined> {
  let input: unknown;
  try {
    input = target.make(source);
    await target.check(input);
    return undefined;
  } catch (error) {
    return { input, error };
  }
}
