// Proof that the generated tests are a net: each fix is reverted in a copy of the repo, and the tests of the
// adapters that it protects must turn red there. Without a patch they must be green.
//
//   pnpm net:prove           all patches
//   pnpm net:prove 04 07     those whose names start so

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** By patch: the adapters that must turn red, the test file, and the tests of it that show the fault. */
const proofs = {
  '03-alternates-that-do-not-come-back': [['next'], 'alternate-targets', 'alternate'],
  '04-raw-body-that-is-not-whole': [['express', 'koa', 'fastify'], 'coverage', 'a recorder before'],
  '05-absolute-form-without-a-host': [['express', 'koa', 'fastify'], 'coverage', 'default'],
  '06-guards-without-a-verdict': [['express', 'koa', 'fastify'], 'events', 'httpAuth'],
  '07-ambiguous-content-types': [['express', 'koa', 'fastify'], 'coverage', 'default'],
  '08-forwarded-schemes': [['express', 'koa', 'fastify'], 'coverage', 'behind a proxy'],
  '09-hashes-of-any-form': [['http-auth'], 'look-up', 'a look-up that returns'],
  '10-public-url-without-the-target': [
    ['express', 'koa', 'fastify'],
    'coverage',
    'publicUrl function',
  ],
  '10-configured-url-for-any-target': [['express', 'koa', 'fastify'], 'coverage', 'configuredUrl'],
};

const wanted = process.argv.slice(2);
const rows = [];
for (const [patch, [adapters, file, filter]] of Object.entries(proofs)) {
  if (wanted.length > 0 && !wanted.some((start) => patch.startsWith(start))) continue;
  for (const adapter of adapters) {
    const green = isGreen(undefined, adapter, file, filter);
    const red = !isGreen(patch, adapter, file, filter);
    rows.push({
      patch,
      adapter,
      'without the patch': green ? 'green' : 'RED',
      'with it': red ? 'red' : 'GREEN',
      ok: green && red,
    });
    console.log(`${green && red ? 'ok  ' : 'NOT '} ${patch} ${adapter}`);
  }
}
console.table(rows);
if (rows.length === 0 || rows.some(({ ok }) => !ok)) process.exitCode = 1;

/** Whether the tests pass in a copy of the repo to which a patch has been applied. */
function isGreen(patch, adapter, file, filter) {
  const copy = mkdtempSync(join(tmpdir(), 'sig-net-'));
  try {
    copyTo(copy);
    if (patch !== undefined)
      run('git', ['apply', join(root, `test/net/patches/${patch}.patch`)], copy);
    const tests = spawnSync(
      join(root, 'node_modules/.bin/vitest'),
      [
        'run',
        '--config',
        'test/net/vitest.config.ts',
        `packages/${adapter}/test/${file}.test.ts`,
        '-t',
        filter,
      ],
      {
        cwd: copy,
        env: { ...process.env, SIG_REQUESTS: '10000', SIG_SEED: '1' },
        encoding: 'utf8',
      },
    );
    const counted = /Tests\s+(?:(\d+) failed)?(?: \| )?(?:(\d+) passed)?/.exec(plain(tests.stdout));
    if (counted?.[1] === undefined && counted?.[2] === undefined)
      throw new Error(`no tests ran:\n${tests.stdout}\n${tests.stderr}`);
    if (patch === undefined && tests.status !== 0) console.log(tests.stdout, tests.stderr);
    return tests.status === 0;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The files of the working tree, with the packages that are installed. */
function copyTo(copy) {
  const files = run(
    'git',
    [
      'ls-files',
      '-co',
      '--exclude-standard',
      '--',
      'packages',
      'test/net',
      'package.json',
      'tsconfig*.json',
    ],
    root,
  );
  for (const file of files.trim().split('\n')) {
    if (file.includes('/test/projects/') || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  const packages = ['', ...new Set(files.match(/^packages\/[^/]+\//gm))];
  for (const folder of packages) {
    const modules = join(root, folder, 'node_modules');
    if (existsSync(modules)) symlinkSync(modules, join(copy, folder, 'node_modules'));
  }
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function plain(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of the reporter.
  return text.replace(/\u001b\[\d+m/g, '');
}
