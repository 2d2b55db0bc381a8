import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runAll } from './pool.js';
import { table } from './report.js';
import { type Result, runTarget } from './run.js';
import { targets } from './targets/index.js';

const usage = `Usage: pnpm fuzz [--seconds N] [--seed N] [--target NAME]... [--case N]

  --seconds N    how long in all (default: 60)
  --seed N       repeats a run (default: random, and printed)
  --target NAME  only this target, or several: ${targets.map(({ name }) => name).join(', ')}
  --case N       only this case, of one target`;

process.exitCode = await main();

/** @returns the exit code: 1 if a case failed, 2 for a wrong argument */
async function main(): Promise<number> {
  const options = argumentsOf();
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  const { seed, seconds, chosen, number } = options;
  console.log(`seed ${seed}`);
  const [only] = chosen;
  let results: Result[];
  if (number !== undefined && only !== undefined) {
    process.env.NODE_ENV = 'production';
    results = [await runTarget(only, { seed, from: number, limit: 1, goesOn: () => true })];
  } else {
    results = await runAll({ targets: chosen, seed, seconds, threads: availableParallelism() });
  }
  console.log(table(results));
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const { target, failures } of failed) {
    for (const { number, message, reproduction } of failures) {
      console.error(`\n${target}: ${message}\n${reproduction}`);
      console.error(`again: pnpm fuzz --seed ${seed} --target ${target} --case ${number}`);
    }
  }
  return failed.length > 0 ? 1 : 0;
}

function argumentsOf() {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: String(randomInt(2 ** 32)) },
        target: { type: 'string', multiple: true, default: [] },
        case: { type: 'string' },
      },
    });
    const names = values.target;
    const chosen = targets.filter(({ name }) => names.length === 0 || names.includes(name));
    const numbers = [values.seconds, values.seed, values.case ?? '0'];
    const good =
      names.every((name) => targets.some((one) => one.name === name)) &&
      numbers.every((text) => /^\d+$/.test(text)) &&
      (values.case === undefined || chosen.length === 1);
    if (!good) return undefined;
    return {
      seed: Number(values.seed),
      seconds: Number(values.seconds),
      chosen,
      number: values.case === undefined ? undefined : Number(values.case),
    };
  } catch {
    return undefined;
  }
}
