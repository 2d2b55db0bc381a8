/**
 * What Stryker is told for one project, whose tests `${name}.vitest.mjs` runs.
 *
 * @param folder the package
 * @param mutate the files of its `src` folder
 */
export function strykerConfig(name, folder = name, mutate = ['**/*.ts']) {
  const files = mutate.map((pattern) =>
    pattern.startsWith('!')
      ? `!packages/${folder}/src/${pattern.slice(1)}`
      : `packages/${folder}/src/${pattern}`,
  );
  return {
    packageManager: 'npm',
    testRunner: 'vitest',
    vitest: { configFile: `mutation/${name}.vitest.mjs` },
    mutate: [...files, '!**/*.d.ts', '!**/index.ts'],
    // Only what the tests of the package read is copied; some load its build.
    ignorePatterns: [
      '/*',
      '!/packages',
      '/packages/*',
      `!/packages/${folder}`,
      '!/packages/conformance',
      '/packages/conformance/*',
      '!/packages/conformance/vectors.json',
      '!/mutation',
      '!/tsconfig.base.json',
    ],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    incremental: true,
    incrementalFile: `mutation/reports/${name}.json`,
    tempDirName: 'mutation/.stryker-tmp',
    reporters: ['clear-text', 'html', 'progress-append-only'],
    htmlReporter: { fileName: `mutation/reports/${name}.html` },
    clearTextReporter: { allowColor: false, reportTests: false },
    // In percent. Below "high" the survivors are to be read: each killed by a test, or explained.
    thresholds: { high: 97, low: 90, break: null },
    concurrency: 2,
    timeoutMS: 30_000,
  };
}
