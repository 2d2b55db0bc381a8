// `npm test`, `npm run demo`, `npm run docs` and what else is run on a machine that has only Node and npm: installs the pinned pnpm
// into scripts/pnpm, the dependencies from the lockfile, builds what is needed, and runs the job.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pnpmHome = join(root, 'scripts', 'pnpm');
const pnpmEntry = join(pnpmHome, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');

const checks = [
  'lint, types, builds and package checks',
  ['turbo', 'run', '//#lint', 'build', 'types', 'check:package', '--output-logs=new-only'],
];
const tests = ['unit and end-to-end tests', ['vitest', 'run']];
const fuzz = (seconds, ...options) => [
  'random cases against references',
  ['--silent', '--filter', '@sig/fuzz', 'start', '--seconds', String(seconds), ...options],
];

const portable = ['core', 'http-auth', 'express', 'koa', 'fastify', 'sender', 'cli'].map(
  (name) => `packages/${name}/`,
);

const jobs = {
  // A seed of its own, so that the same commit gives the same answer twice; new ones are drawn by `test:all`.
  test: [checks, tests, fuzz(30, '--seed', '1')],
  // What depends on the system that it runs on.
  systems: [
    ['builds', ['turbo', 'run', 'build', '--output-logs=errors-only', '--filter=./packages/*']],
    ['the packages that touch the system', ['vitest', 'run', ...portable]],
  ],
  // Everything: all versions, full counts, and the proof that the net finds what it was made for.
  'test:all': [checks, tests, fuzz(600), ['the proof of the net', ['node', 'test/net/prove.mjs']]],
  install: [],
  version: [['versions and changelogs', ['changeset', 'version']]],
  // Only what is green is published.
  release: [checks, tests, fuzz(30, '--seed', '1'), ['publish', ['changeset', 'publish']]],
  demo: [
    [
      'build the packages and the demo',
      ['turbo', 'run', 'build', '--output-logs=errors-only', '--filter=@sig/demo'],
    ],
    ['the demo', ['--silent', '--filter', '@sig/demo', 'start']],
  ],
  docs: [
    [
      'build the packages and the documentation',
      ['turbo', 'run', 'build', '--output-logs=errors-only', '--filter=@sig/docs'],
    ],
    ['the documentation', ['--silent', '--filter', '@sig/docs', 'start']],
  ],
};

const jobName = process.argv[2] ?? '';
const job = jobs[jobName];
if (job === undefined) {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(jobs).join(' | ')}`);
  process.exit(2);
}

checkNode();
bootstrapPnpm();
step('install the dependencies from the lockfile', () =>
  pnpm([
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
    '--loglevel=warn',
  ]),
);
for (const [title, args] of job) {
  step(title, () => pnpm(args[0] === '--silent' ? args : ['exec', ...args]));
}
if (jobName === 'test:all') {
  // The tests have written the rest of it. A step that fails ends the run before this.
  const rows = job.map(([title]) => `| ${title} | passed |`);
  appendFileSync(join(root, 'TESTED.md'), `\n${['| step | |', '|---|---|', ...rows].join('\n')}\n`);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`sig needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

function bootstrapPnpm() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
  const manifest = join(pnpmHome, 'node_modules', 'pnpm', 'package.json');
  const present =
    existsSync(manifest) && `pnpm@${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
  if (present === wanted) return;
  // npm is a shell script on Windows.
  step(`install ${wanted} for this checkout only`, () =>
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: pnpmHome,
      shell: process.platform === 'win32',
    }),
  );
}

function step(title, work) {
  console.log(`\n── ${title}`);
  const start = performance.now();
  const status = work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status === 0) return console.log(`── ${title}: done in ${seconds} s`);
  console.error(`── ${title}: failed after ${seconds} s`);
  process.exit(status);
}

function pnpm(args) {
  return run(process.execPath, [pnpmEntry, ...args], { cwd: root });
}

function run(command, args, options) {
  const env = {
    ...process.env,
    // turbo looks for pnpm there.
    PATH: join(pnpmHome, 'node_modules', '.bin') + delimiter + process.env.PATH,
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    // pnpm would otherwise try to fetch the version in "packageManager" by itself.
    npm_config_manage_package_manager_versions: 'false',
    ...(jobName === 'test:all' && { SIG_ALL: '1', SIG_RESULTS: '1' }),
  };
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env, ...options });
  if (error) console.error(error.message);
  return status ?? 1;
}
