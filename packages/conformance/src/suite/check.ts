import { it } from 'vitest';
import { findProgram } from '../kit/program.js';
import type { Harness } from './harness.js';

/**
 * What a case needs of the framework: servers that take WebSocket upgrades, a setting by which
 * proxies are not trusted, body parsers, body parsers that run before us.
 */
export type Feature = 'upgrade' | 'distrust' | 'parsers' | 'parsersFirst';

/** Declares a case of the suite. */
export type Check = (
  title: string,
  test: () => Promise<void>,
  needs?: Feature,
  /** A program that is not ours; without it the case is skipped, by name. */
  program?: string,
) => void;

/** What the run tells the table of a case: that it ran, or why it cannot. */
export interface CaseReport {
  readonly harness: string;
  readonly part: string;
  readonly title: string;
  /** The reason why there is no such case for this harness. */
  readonly hole?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    conformance?: CaseReport[];
  }
}

/** Cases of one part; what the harness is without becomes a hole in the table, with its reason. */
export function checks(harness: Harness, part: string, holes: CaseReport[]): Check {
  return (title, test, needs, program) => {
    const { without } = harness;
    const hole = without?.[title] ?? without?.[part] ?? (needs && without?.[needs]);
    const report = { harness: harness.name, part, title };
    if (hole !== undefined) {
      holes.push({ ...report, hole });
      return;
    }
    it(title, async ({ task, skip }) => {
      if (program !== undefined && findProgram(program) === undefined) {
        skip(`${program} is not installed`);
      }
      task.meta.conformance = [report];
      await test();
    });
  };
}
