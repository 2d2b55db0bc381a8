// Prints `unpublished=true` if the registry lacks the version of a package that is published, else `unpublished=false`: the
// output of a step, so that a maintainer is asked only if there is something to publish.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

// npm is a shell script on Windows.
const options = { encoding: 'utf8', shell: process.platform === 'win32' };
const registry = spawnSync('npm', ['config', 'get', 'registry'], options).stdout.trim();
const folder = new URL('../packages/', import.meta.url);
const packages = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(new URL(`${name}/package.json`, folder), 'utf8')))
  .filter((manifest) => manifest.private !== true);

const missing = [];
for (const { name, version } of packages) {
  const response = await fetch(new URL(name.replace('/', '%2f'), registry));
  if (!response.ok && response.status !== 404) {
    throw new Error(`The registry cannot tell whether there is ${name}: status ${response.status}`);
  }
  const { versions = {} } = response.ok ? await response.json() : {};
  if (!Object.hasOwn(versions, version)) missing.push(`${name}@${version}`);
}
if (missing.length > 0) console.error(`not published: ${missing.join(', ')}`);
console.log(`unpublished=${missing.length > 0}`);
