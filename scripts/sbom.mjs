// Writes a bill of materials (CycloneDX) for each published package, at the version that its manifest here has, as npm
// resolves it: `node scripts/sbom.mjs FOLDER [NAME...]`. The versions must have been published.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const here = createRequire(import.meta.url);
const tool = dirname(here.resolve('@cyclonedx/cyclonedx-npm'));
const cyclonedx = join(tool, 'bin/cyclonedx-npm-cli.js');

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node scripts/sbom.mjs FOLDER [NAME...]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const published = readdirSync(join(root, 'packages'))
  .map((name) => ({
    home: join(root, 'packages', name),
    ...read(join(root, 'packages', name, 'package.json')),
  }))
  .filter((manifest) => manifest.private !== true)
  .filter(({ name }) => names.length === 0 || names.includes(name));

for (const { home, name, version } of published) {
  const file = resolve(folder, `${name.replace('@', '').replace('/', '-')}-${version}.cdx.json`);
  writeFileSync(file, `${JSON.stringify(billOf(name, version, home), null, 2)}\n`);
  console.log(file);
}

/** The bill of one package, without what only its development or its framework brings. */
function billOf(name, version, home) {
  const work = mkdtempSync(join(tmpdir(), 'sig-sbom-'));
  const run = (file, ...args) =>
    execFileSync(file, args, { cwd: work, encoding: 'utf8', shell: process.platform === 'win32' });
  try {
    const [{ filename }] = JSON.parse(run('npm', 'pack', '--json', `${name}@${version}`));
    run('tar', '-xzf', filename, '--strip-components=1');
    rmSync(join(work, filename));
    run(
      'npm',
      'install',
      '--package-lock-only',
      '--ignore-scripts',
      '--omit=dev',
      '--legacy-peer-deps',
    );
    const options = [
      '--package-lock-only',
      '--omit',
      'dev',
      '--omit',
      'peer',
      '--output-reproducible',
      '--ignore-npm-errors',
    ];
    const bill = JSON.parse(
      run(process.execPath, cyclonedx, ...options, '--mc-type', 'library', '--output-file', '-'),
    );
    return withBundled(bill, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Adds what the package carries inside, which npm knows nothing of. */
function withBundled(bill, home) {
  const names = /noExternal: \[(.*)\]/.exec(
    readFileSync(join(home, 'tsup.config.ts'), 'utf8'),
  )?.[1];
  if (names === undefined) return bill;
  const parts = [...names.matchAll(/'(.*?)'/g)].map(([, name]) => partOf(name, home));
  const owner = bill.metadata.component['bom-ref'];
  const dependencies = bill.dependencies ?? [];
  const own = dependencies.find(({ ref }) => ref === owner) ?? { ref: owner };
  const refs = parts.map((part) => part['bom-ref']);
  return {
    ...bill,
    components: [...(bill.components ?? []), ...parts],
    dependencies: [
      ...dependencies.filter((row) => row !== own),
      { ...own, dependsOn: [...(own.dependsOn ?? []), ...refs] },
      ...refs.map((ref) => ({ ref })),
    ],
  };
}

function partOf(name, home) {
  const { version, license, description } = read(join(home, 'node_modules', name, 'package.json'));
  const [group, base] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: 'library',
    'bom-ref': `${name}@${version}`,
    ...(group !== undefined && { group }),
    name: base,
    version,
    description,
    scope: 'required',
    licenses: [{ license: { id: license } }],
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    properties: [{ name: 'cdx:npm:package:bundled', value: 'true' }],
  };
}
