import type { Source } from './source.js';

/** What a case showed: whether it was accepted (parsed, let in, matched), or refused. */
export type Outcome = 'accepted' | 'refused';

/** Something to test against a reference, with one random case after the other. */
export interface Target {
  readonly name: string;
  /** Its share of the time, relative to the others. */
  readonly weight: number;
  /** Known cases, run first; numbered from 0. */
  readonly corpus?: readonly unknown[];
  /** Makes a random case. */
  make(source: Source): unknown;
  /**
   * Runs a case.
   *
   * @throws Mismatch if it shows a defect; anything else that is thrown is one as well
   */
  check(input: unknown): Outcome | Promise<Outcome>;
}

/** Ties the cases of a target to their type. */
export function target<Case>(of: {
  readonly name: string;
  readonly weight: number;
  readonly corpus?: readonly Case[];
  readonly make: (source: Source) => Case;
  readonly check: (input: Case) => Outcome | Promise<Outcome>;
}): Target {
  return { ...of, check: (input) => of.check(input as Case) };
}

/** The program and its reference disagree. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

/** @throws Mismatch if two values do not have the same JSON */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Mismatch(`${what}: got ${a}, expected ${b}`);
}

/** @throws Mismatch if a condition does not hold */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Mismatch(what);
}
