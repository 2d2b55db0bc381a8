// Runs the test files that the bundle has, and says how each ended.

import files from 'virtual:files';
import { type File, startTests, type Task, type VitestRunner } from '@vitest/runner';

/** How a test file ended. */
export interface FileResult {
  readonly file: string;
  readonly passed: number;
  readonly skipped: number;
  /** Names and messages. */
  readonly failed: readonly string[];
}

export async function runSuite(): Promise<FileResult[]> {
  const runner: VitestRunner = {
    config: {
      root: '/',
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 1, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: 30_000,
      hookTimeout: 120_000,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile: (path, source) => (source === 'collect' ? files[path]?.() : undefined),
  };
  const done = await startTests(Object.keys(files), runner);
  return done.map(resultOf);
}

function resultOf(file: File): FileResult {
  const tests = testsOf(file);
  const count = (state: string) => tests.filter((test) => test.result?.state === state).length;
  const failed = tests.filter((test) => test.result?.state === 'fail').map(messageOf);
  // A file that cannot be loaded has no tests.
  if (file.result?.state === 'fail' && failed.length === 0) failed.push(messageOf(file));
  const passed = count('pass');
  return { file: file.filepath, passed, failed, skipped: tests.length - passed - count('fail') };
}

function testsOf(task: Task): Task[] {
  return task.type === 'test' ? [task] : task.tasks.flatMap(testsOf);
}

function messageOf(task: Task): string {
  return `${task.name}: ${task.result?.errors?.map(({ message }) => message).join('; ')}`;
}
