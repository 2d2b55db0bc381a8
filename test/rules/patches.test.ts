// The faults that `pnpm net:prove` puts back can still be put back: a patch that no longer applies proves nothing.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patches = readdirSync(`${root}/test/net/patches`);

it('has a patch for each kind of fault', () => {
  expect(patches.length).toBeGreaterThan(10);
});

it.each(patches)('%s applies', (patch) => {
  execFileSync('git', ['apply', '--check', `test/net/patches/${patch}`], { cwd: root });
});
