// Makes a release, with its tag, for each published version that has none: the entry of the changelog, and the files of a
// folder that have its name. Needs `gh`, logged in: `node scripts/github-releases.mjs FOLDER`.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node scripts/github-releases.mjs FOLDER');
  process.exit(2);
}

for (const entry of readdirSync(join(root, 'packages'))) {
  const home = join(root, 'packages', entry);
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  if (manifest.private === true) continue;
  const { name, version } = manifest;
  const tag = `${name}@${version}`;
  if (gh('release', 'view', tag).status === 0) continue;
  const prefix = `${name.replace('@', '').replace('/', '-')}-${version}.`;
  const files = readdirSync(folder).filter((file) => file.startsWith(prefix));
  const made = gh(
    ...['release', 'create', tag, '--title', tag, '--target', process.env.GITHUB_SHA ?? 'HEAD'],
    ...['--notes', notesOf(readFileSync(join(home, 'CHANGELOG.md'), 'utf8'), version)],
    ...files.map((file) => resolve(folder, file)),
  );
  if (made.status !== 0) {
    console.error(made.stderr);
    process.exit(1);
  }
  console.log(tag);
}

/** The entry of a version in a changelog. */
function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version}\n`)) ?? version;
  return section.slice(version.length).trim();
}

function gh(...args) {
  return spawnSync('gh', args, { cwd: root, encoding: 'utf8' });
}
