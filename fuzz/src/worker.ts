// Runs targets in a thread of its own, whose memory is limited: a case that needs too much ends it.
import { parentPort, workerData } from 'node:worker_threads';
import { runTarget } from './run.js';
import { targets } from './targets/index.js';

/** What a thread is given. */
export interface Job {
  /** The names of its targets, in their order. */
  readonly names: readonly string[];
  readonly seed: number;
  /** When it must end, as `Date.now()` gives it. */
  readonly end: number;
  /** The place in `names` of the target that is running, and the number of the case: it may be the last. */
  readonly progress: Float64Array;
}

const { names, seed, end, progress } = workerData as Job;
const queue = names.flatMap((name) => targets.filter((one) => one.name === name));
for (const [place, target] of queue.entries()) {
  const weights = queue.slice(place).reduce((sum, { weight }) => sum + weight, 0);
  const left = Math.max(end - Date.now(), 0);
  const until = performance.now() + (left * target.weight) / weights;
  progress[0] = place;
  const result = await runTarget(target, {
    seed,
    goesOn: () => performance.now() < until,
    starts: (number) => {
      progress[1] = number;
    },
  });
  parentPort?.postMessage(result);
}
