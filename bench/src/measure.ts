/** Something to measure: one call is one piece of work. */
export type Work = () => unknown;

export interface Timing {
  /** Microseconds a call: the median over the turns. */
  readonly median: number;
  /** The median of the ratios to the turn of the reference right before. */
  readonly ratio: number;
  /** How far the middle half of the ratios spreads: half the distance between the quartiles, as a fraction of the median. */
  readonly spread: number;
}

const turns = 25;
// Long enough for garbage to be collected, short enough for the machine not to change speed meanwhile.
const turnMilliseconds = 20;

/** Keeps results alive, so that no work is optimised away. */
let sink: unknown;

/**
 * Measures works side by side. Each turn of a work is compared with one of the reference right before it, because shared
 * machines change speed from second to second.
 *
 * @param reference the work that the others are compared with. Default: the first
 */
export function measure<Name extends string>(
  works: Record<Name, Work>,
  reference = Object.keys(works)[0] as Name,
): Record<Name, Timing> {
  const names = Object.keys(works) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const ratios = new Map<Name, number[]>(names.map((name) => [name, []]));
  // Warm up: what is measured is optimised code.
  for (const name of names) run(works[name], turnMilliseconds * 6);
  for (let turn = 0; turn < turns; turn++) {
    for (const name of names) {
      const base = run(works[reference], turnMilliseconds);
      const time = run(works[name], turnMilliseconds);
      times.get(name)?.push(time);
      ratios.get(name)?.push(time / base);
    }
  }
  return Object.fromEntries(
    names.map((name): [Name, Timing] => {
      const { median } = spreadOf(times.get(name) ?? []);
      const { median: ratio, spread } = spreadOf(ratios.get(name) ?? []);
      return [name, { median, ratio, spread }];
    }),
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
export function spreadOf(samples: readonly number[]): { median: number; spread: number } {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const median = at(0.5);
  return { median, spread: (at(0.75) - at(0.25)) / 2 / median };
}

/** For the linter, and for curious debuggers: what was computed last. */
export function lastResult(): unknown {
  return sink;
}
