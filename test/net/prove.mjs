// Proof that the generated tests are a net: each fix is reverted in a copy of the repo, and the tests of the
// adapters that it protects must turn red there. Without a patch they must be green.
//
//   pnpm net:prove                              all patches
//   pnpm net:prove 04 07                        those whose names start so
//   pnpm net:prove --adapter express 04 07      in one adapter
//
// With SIG_SHOW=1 it prints what the tests print.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const servers = ['express', 'koa', 'fastify'];
const all = [...servers, 'hono'];

/**
 * By patch: the adapters that must turn red, the test file, and the tests of it that show the fault. If that
 * takes a project of Next.js, the version that is built for it.
 */
const proofs = {
  '01-edge-params-of-a-static-route': {
    adapters: ['next'],
    next: 'next-14-1',
    file: 'coverage',
    filter: "App, Edge: coverage.*'default'",
  },
  '02-edge-params-named-in-the-query': {
    adapters: ['next'],
    next: 'next-14-1',
    file: 'coverage',
    filter: "App, Edge: coverage.*'default'",
  },
  '03-alternates-that-do-not-come-back': {
    adapters: ['next'],
    file: 'alternate-targets',
    filter: 'alternate',
  },
  '04-raw-body-that-is-not-whole': {
    adapters: servers,
    file: 'coverage',
    filter: 'a recorder before',
  },
  '05-absolute-form-without-a-host': { adapters: servers, file: 'coverage', filter: 'default' },
  '06-guards-without-a-verdict': { adapters: all, file: 'events', filter: 'httpAuth' },
  '07-ambiguous-content-types': { adapters: all, file: 'coverage', filter: 'default' },
  '08-forwarded-schemes': { adapters: servers, file: 'coverage', filter: 'behind a proxy' },
  '09-hashes-of-any-form': {
    adapters: ['http-auth'],
    file: 'look-up',
    filter: 'a look-up that returns',
  },
  '10-public-url-without-the-target': {
    adapters: all,
    file: 'coverage',
    filter: 'publicUrl function',
  },
  '10-configured-url-for-any-target': {
    adapters: all,
    file: 'coverage',
    filter: 'configuredUrl',
  },
};

const [only, names] = argumentsOf(process.argv.slice(2));
/** Whether tests are green without a patch: several patches share them. */
const unpatched = new Map();
const rows = [];
for (const [patch, { adapters, ...tests }] of Object.entries(proofs)) {
  if (names.length > 0 && !names.some((start) => patch.startsWith(start))) continue;
  for (const adapter of adapters.filter((name) => only === undefined || name === only)) {
    const key = JSON.stringify([adapter, tests]);
    if (!unpatched.has(key)) unpatched.set(key, isGreen(undefined, adapter, tests));
    const green = unpatched.get(key);
    const red = !isGreen(patch, adapter, tests);
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

/** `--adapter NAME`, and what patches start with. */
function argumentsOf([first, ...rest]) {
  if (first === '--adapter') return [rest[0], rest.slice(1)];
  return [undefined, [first ?? [], ...rest].flat()];
}

/** Whether the tests pass in a copy of the repo to which a patch has been applied. */
function isGreen(patch, adapter, { next, file, filter }) {
  const copy = mkdtempSync(join(tmpdir(), 'sig-net-'));
  try {
    copyTo(copy, next);
    if (patch !== undefined)
      run('git', ['apply', join(root, `test/net/patches/${patch}.patch`)], copy);
    if (next !== undefined) build(copy);
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
        env: {
          ...process.env,
          SIG_REQUESTS: '10000',
          SIG_SEED: '1',
          ...(next !== undefined && { SIG_NEXT: next }),
        },
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      },
    );
    const output = plain(tests.stdout + tests.stderr);
    // Else a broken build or set-up would pass for a fault that was found.
    const ran = /Tests .*(?:passed|failed)/.test(output) && !/ Failed Suites /.test(output);
    const isFault = file !== 'coverage' || output.includes('and never signed');
    if (!ran || (patch !== undefined && tests.status !== 0 && !isFault))
      throw new Error(`not the fault that was looked for:\n${output}`);
    if (patch === undefined && tests.status !== 0) console.log(output);
    if (process.env.SIG_SHOW === '1') console.log(output);
    return tests.status === 0;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Builds what the projects of Next.js install. */
function build(copy) {
  for (const name of ['core', 'http-auth', 'next']) {
    run(join(root, 'node_modules/.bin/tsup'), ['--no-dts'], join(copy, 'packages', name));
  }
}

/** The files of the working tree, with the packages that are installed; of Next.js, those of one version. */
function copyTo(copy, next) {
  const files = run(
    'git',
    [
      'ls-files',
      '-co',
      '--exclude-standard',
      '--',
      'packages',
      'test/net',
      'config',
      'package.json',
      'tsconfig*.json',
    ],
    root,
  );
  for (const file of files.trim().split('\n')) {
    const isOfOther =
      file.includes('/test/projects/') && !file.includes(`/test/projects/${next ?? ''}/`);
    if (isOfOther || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  const packages = ['', ...new Set(files.match(/^packages\/[^/]+\//gm))];
  if (next !== undefined) packages.push(`packages/next/test/projects/${next}/`);
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
