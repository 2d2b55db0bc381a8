// Generated requests on every version, with every router and runtime: see @sig/conformance/coverage.
import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import { type CoverageHarness, coverage } from '@sig/conformance/coverage';
import { afterAll, describe } from 'vitest';
import { CoverageProject, type CoverageRouter, mounts } from './coverage-project.js';
import { NextRules } from './coverage-rules.js';
import { type NextVersion, versions } from './project.js';

describe.each(versions)('%s', (version) => {
  const project = new CoverageProject(version);
  afterAll(() => project.stop());
  for (const router of Object.keys(mounts)) {
    coverage(harness(version, router as CoverageRouter, project));
  }
});

function harness(
  version: NextVersion,
  router: CoverageRouter,
  project: CoverageProject,
): CoverageHarness {
  const require = createRequire(new URL(`projects/${version}/x.js`, import.meta.url));
  const noParsers = 'Next.js has no parsers to order, but for the one of API routes.';
  const rules = new NextRules(version, router);
  const parsed = router.endsWith('on');
  return {
    name: `next ${installedVersion(require.resolve('next'))}, ${router}`,
    mount: mounts[router],
    without: {
      ...Object.fromEntries(
        (parsed ? unparsed : ['parsers before']).map((name) => [name, noParsers]),
      ),
      'parsers before, raw bytes kept': noParsers,
      'parsers after': noParsers,
      'a recorder before, parsers after': noParsers,
    },
    start: (setting) => project.start(setting.name),
    read: () => ({ path: '', query: {} }),
    shows: (setting) => (target) => rules.shows(setting, target),
    refuses: (request, setting) => rules.refuses(setting, request),
  };
}

const unparsed = [
  'default',
  'mounted',
  'behind a proxy',
  'publicUrl',
  'publicUrl function',
  'configuredUrl',
];
