import { Worker } from 'node:worker_threads';
import type { Result } from './run.js';
import type { Target } from './target.js';
import type { Job } from './worker.js';

/** How long one case may take before it counts as endless, in milliseconds. The slowest takes a hundredth. */
const endless = 60_000;
const memory = { maxOldGenerationSizeMb: 512 };

/** What is to be run. */
export interface Plan {
  readonly targets: readonly Target[];
  readonly seed: number;
  readonly seconds: number;
  /** How many threads run it. */
  readonly threads: number;
}

/** Runs the targets side by side, each for its share of the time. */
export async function runAll({ targets, seed, seconds, threads }: Plan): Promise<Result[]> {
  const end = Date.now() + seconds * 1000;
  const queues = spread(targets, threads).map((queue) => queue.map(({ name }) => name));
  const results = await Promise.all(queues.map((names) => runQueue(names, seed, end)));
  const order = targets.map(({ name }) => name);
  return results.flat().sort((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
}

/** The heaviest first, each to the thread that has the least to do. */
function spread(targets: readonly Target[], threads: number): Target[][] {
  const queues = Array.from({ length: Math.min(threads, targets.length) }, (): Target[] => []);
  const weightOf = (queue: readonly Target[]) => queue.reduce((sum, { weight }) => sum + weight, 0);
  for (const target of [...targets].sort((a, b) => b.weight - a.weight)) {
    const [least] = [...queues].sort((a, b) => weightOf(a) - weightOf(b));
    least?.push(target);
  }
  return queues;
}

/** Runs targets one after the other; if a case ends the thread, the others run in a new one. */
async function runQueue(names: readonly string[], seed: number, end: number): Promise<Result[]> {
  const results: Result[] = [];
  while (results.length < names.length) {
    const progress = new Float64Array(new SharedArrayBuffer(16));
    const rest = names.slice(results.length);
    const message = await runThread({ names: rest, seed, end, progress }, results);
    if (message === undefined) continue;
    const [place = 0, number = 0] = progress;
    const failure = { number, message, reproduction: '(see --case)' };
    const target = rest[place] ?? '';
    results.push({ target, cases: number + 1, accepted: 0, seconds: 0, failures: [failure] });
  }
  return results;
}

/** @returns how the thread ended before its last result; `undefined` if it did not */
function runThread(job: Job, results: Result[]): Promise<string | undefined> {
  const missing = results.length + job.names.length;
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
    workerData: job,
    env: { ...process.env, NODE_ENV: 'production' },
    resourceLimits: memory,
  });
  return new Promise((resolve) => {
    let [last, since] = ['', Date.now()];
    const watch = setInterval(() => {
      const now = job.progress.join();
      if (now !== last) [last, since] = [now, Date.now()];
      if (Date.now() - since > endless) settle('The case does not end.');
    }, 1000);
    const settle = (message?: string) => {
      clearInterval(watch);
      resolve(message);
      void worker.terminate();
    };
    worker.on('message', (result: Result) => {
      results.push(result);
      if (results.length === missing) settle();
    });
    worker.once('error', (error) => settle(`The case ended its thread: ${error.stack ?? error}`));
    worker.once('exit', (code) => settle(`The case ended its thread with code ${code}.`));
  });
}
