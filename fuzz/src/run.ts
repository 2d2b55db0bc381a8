import { inspect } from 'node:util';
import { smallest } from './shrink.js';
import { Source } from './source.js';
import type { Target } from './target.js';

/** A case that failed. */
export interface Failure {
  readonly number: number;
  readonly message: string;
  /** The smallest case that fails like it. */
  readonly reproduction: string;
}

/** What the cases of a target came to. */
export interface Result {
  readonly target: string;
  readonly cases: number;
  readonly accepted: number;
  readonly seconds: number;
  readonly failures: readonly Failure[];
}

/** Which cases are run. */
export interface RunOptions {
  readonly seed: number;
  /** Whether to go on, asked before every few cases. */
  readonly goesOn: () => boolean;
  /** Told the number of every case before it runs. */
  readonly starts?: (number: number) => void;
  /** The number of the first case. Default: 0. */
  readonly from?: number;
  /** How many cases are run at the most. Default: no limit. */
  readonly limit?: number;
  /** After how many failures a target is left: they will be of one kind. Default: 3. */
  readonly maxFailures?: number;
}

/** Runs the corpus of a target, then random cases. */
export async function runTarget(target: Target, options: RunOptions): Promise<Result> {
  const { seed, goesOn, starts = () => {}, from = 0 } = options;
  const { limit = Number.POSITIVE_INFINITY, maxFailures = 3 } = options;
  const corpus = target.corpus ?? [];
  const source = new Source();
  const failures: Failure[] = [];
  const start = performance.now();
  let [cases, accepted] = [0, 0];
  for (let number = from; cases < limit && failures.length < maxFailures; number++) {
    if (cases % 16 === 0 && number >= corpus.length && !goesOn()) break;
    starts(number);
    cases += 1;
    let input: unknown;
    try {
      source.start(seed, target.name, number);
      input = number < corpus.length ? corpus[number] : target.make(source);
      const outcome = target.check(input);
      if ((typeof outcome === 'string' ? outcome : await outcome) === 'accepted') accepted += 1;
    } catch (error) {
      const choices = [...source.choices];
      const small = number < corpus.length ? { input, error } : await smallest(target, choices);
      failures.push({
        number,
        message: messageOf(small.error),
        reproduction: inspect(small.input, { depth: 8, breakLength: 100, maxStringLength: 4000 }),
      });
    }
  }
  const seconds = (performance.now() - start) / 1000;
  return { target: target.name, cases, accepted, seconds, failures };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${inspect(error)}`;
  return error.name === 'Mismatch' ? error.message : (error.stack ?? String(error));
}
