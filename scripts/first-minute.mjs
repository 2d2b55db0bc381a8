// From an empty folder to a refused forgery, as the README of each package says it and with nothing else, by the clock.
// Writes the table in docs/start/index.md: `node scripts/first-minute.mjs`, or with names of packages, which only prints.
// The packages are those of this checkout, packed; everything else comes from the registry, or from the cache of npm.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = ['express', 'koa', 'fastify', 'hono', 'nest', 'next', 'lambda', 'core'];
/** Where the first program of a README is pasted, if not into server.js. */
const files = { nest: 'server.ts', next: 'app/voice/route.js', lambda: 'index.js' };
const authToken = '12345';

const asked = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'sig-first-minute-'));
const pnpm = join(root, 'scripts/pnpm/node_modules/pnpm/bin/pnpm.cjs');
try {
  const tarballs = pack();
  const rows = [];
  for (const name of asked.length > 0 ? asked : packages) {
    const row = await measure(name, tarballs);
    console.log(row.join(' | '));
    rows.push(row);
  }
  if (asked.length === 0) write(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The published packages as npm takes them, by name. */
function pack() {
  const found = {};
  for (const name of readdirSync(join(root, 'packages'))) {
    const home = join(root, 'packages', name);
    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    if (manifest.private) continue;
    const args = [pnpm, 'pack', '--json', '--pack-destination', folder];
    const { filename } = JSON.parse(
      execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8' }),
    );
    found[manifest.name] = join(folder, filename.replace(/.*[/\\]/, ''));
  }
  return found;
}

async function measure(name, tarballs) {
  const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
  const sectionOf = (title) => readme.split(`\n## ${title}\n`)[1].split('\n## ')[0];
  const blocksOf = (title, language) =>
    [
      ...sectionOf(title).matchAll(new RegExp(`^\`\`\`(?:${language})\n([\\s\\S]*?)^\`\`\``, 'gm')),
    ].map(([, text]) => text);
  const project = join(folder, `project-${name}`);
  mkdirSync(project);
  const port = await freePort();
  const env = { ...process.env, TWILIO_AUTH_TOKEN: authToken, NO_COLOR: '1' };
  delete env.NODE_OPTIONS;
  const shell = (command) =>
    execFileSync('sh', ['-c', command], { cwd: project, env, encoding: 'utf8', stdio: 'pipe' });

  // Nest says that it needs its second block, which is for TypeScript.
  const install = blocksOf('Install', 'sh')
    .slice(0, name === 'nest' ? 2 : 1)
    .join('');
  const program = blocksOf('Code', 'js|ts')[0].replaceAll('3000', String(port));
  const file = files[name] ?? 'server.js';
  let command = /^(?:node|npx next) .*$/m.exec(blocksOf('See it work', 'sh')[0])[0];
  if (name === 'next') command += ` -p ${port}`;
  const compile = file === 'server.ts' ? ['npx tsc'] : [];

  const times = [performance.now()];
  const done = () => times.push(performance.now());
  // A registry would resolve the packages that these need; the tarballs are given with them.
  const ours = Object.values(tarballs).filter((one) => /sig-(?:core|http-auth)-\d/.test(one));
  const own = tarballs[`@sig/${name}`];
  shell(
    install
      .replace(/ @sig\/[\w-]+/, ` ${[...new Set([own, ...ours])].join(' ')}`)
      .replaceAll('npm install', 'npm install --no-audit --no-fund --prefer-offline'),
  );
  done();
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), program);
  for (const line of compile) shell(line);
  const child = spawn('sh', ['-c', `exec ${command}`], {
    cwd: project,
    env,
    stdio: 'ignore',
    detached: true,
  });
  try {
    await listening(port);
    done();
    expectStatus(send(port, authToken), 200);
    done();
    expectStatus(send(port, 'forged'), 403);
    done();
  } finally {
    process.kill(-child.pid);
  }
  const commands = `${install}${compile.join('\n')}`.trim().split('\n').length + 3;
  const seconds = times.slice(1).map((time, i) => (time - times[i]) / 1000);
  const total = (times.at(-1) - times[0]) / 1000;
  return [
    name,
    commands,
    program.trim().split('\n').length,
    ...[...seconds, total].map((s) => `${s.toFixed(1)} s`),
  ];
}

/** Sends what "See it work" sends; the answer is on the first line. */
function send(port, token) {
  const cli = join(root, 'packages/cli/dist/main.js');
  const args = [cli, 'send', `http://localhost:${port}/voice`, '-p', 'Digits=1'];
  const env = { ...process.env, TWILIO_AUTH_TOKEN: token, NO_COLOR: '1' };
  try {
    return execFileSync(process.execPath, args, { env, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return error.stdout + error.stderr;
  }
}

function expectStatus(output, status) {
  if (!output.includes(`: ${status} (`)) throw new Error(`Not ${status}:\n${output}`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(port) {
  for (const start = Date.now(); Date.now() - start < 300_000; ) {
    try {
      await fetch(`http://localhost:${port}/`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

function write(rows) {
  const page = join(root, 'docs/start/index.md');
  const head = [
    'package',
    'commands',
    'lines to paste',
    'install',
    'start',
    'genuine request: 200',
    'forgery: 403',
    'in all',
  ];
  const table = [
    head,
    head.map(() => '---'),
    ...rows.map(([name, ...rest]) => [
      `[\`@sig/${name}\`](/start/${name === 'core' ? 'any-server' : name})`,
      ...rest,
    ]),
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
  const note = `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${cpus().length} cores (${cpus()[0].model.trim()}), with what npm had in its cache. Written by \`node scripts/first-minute.mjs\`; do not edit.`;
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(
      /(<!-- first minute -->\n)[\s\S]*(<!-- end -->)/,
      (_, start, end) => `${start}\n${table}\n\n${note}\n\n${end}`,
    ),
  );
}
