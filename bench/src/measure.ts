/** Something to measure: one call is one piece of work. */
export type Work = () => unknown;

/** Microseconds a call: the median over the rounds, and how far the middle half of them spreads. */
export interface Timing {
  readonly median: number;
  /** Half the distance between the quartiles, as a part of the median. */
  readonly spread: number;
}

const rounds = 9;
const roundMilliseconds = 40;

/** Keeps results alive, so that no work is optimised away. */
let sink: unknown;

/**
 * Measures works side by side: in every round each has its turn, so that whatever else the machine does
 * befalls all of them.
 */
export function measure<Name extends string>(works: Record<Name, Work>): Record<Name, Timing> {
  const names = Object.keys(works) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  // Warm up: what is measured is optimised code.
  for (const name of names) run(works[name], roundMilliseconds * 3);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) samples.get(name)?.push(run(works[name], roundMilliseconds));
  }
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(samples.get(name) ?? [])]),
  ) as Record<Name, Timing>;
}

function run(work: Work, milliseconds: number): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  do {
    // In small batches, so that asking for the time does not count, but not for what is slow.
    const batch = calls > 20 ? 20 : 1;
    for (let i = 0; i < batch; i++) sink = work();
    calls += batch;
    elapsed = performance.now() - start;
  } while (elapsed < milliseconds);
  return (elapsed * 1000) / calls;
}

/** The median of samples, and how far the middle half of them spreads. */
export function spreadOf(samples: readonly number[]): Timing {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const median = at(0.5);
  return { median, spread: (at(0.75) - at(0.25)) / 2 / median };
}

/** For the linter, and for curious debuggers: what was computed last. */
export function lastResult(): unknown {
  return sink;
}
