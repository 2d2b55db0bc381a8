// Every code block of every README and of every page of the site is run, as ESM JavaScript, and compiled, as strict
// TypeScript. What a page takes from a README is tried there.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, type ServerProcess, startServerProcess } from '@sig/conformance';
import { createSender } from '@sig/sender';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../shell.js';
import { exportsOf, runShell } from './shell.js';
import { type Program, programOf, type Snippet, snippetsOf } from './snippet.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));
const built = `${here}built`;

const readmes = [
  'README.md',
  ...readdirSync(`${root}packages`).map((folder) => `packages/${folder}/README.md`),
].filter((file) => existsSync(root + file));
const pages = ['docs', 'docs/start', 'docs/reference'].flatMap((folder) =>
  readdirSync(root + folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`),
);
readmes.push(...pages);
const snippets = readmes.flatMap((readme) => snippetsOf(root, readme));
const programs = snippets
  .filter(({ language }) => language === 'js' || language === 'ts')
  .map((snippet) => ({ ...snippet, program: programOf(snippet) }));

const authToken = '12345';

beforeAll(() => {
  rmSync(built, { recursive: true, force: true });
  mkdirSync(`${built}/js`, { recursive: true });
  mkdirSync(`${built}/ts`);
  const kit = readFileSync(`${here}preludes/kit.ts`, 'utf8');
  writeFileSync(`${built}/js/kit.js`, toJavaScript(kit));
  writeFileSync(`${built}/ts/kit.ts`, kit);
  for (const { mark, text, program } of programs) {
    for (const file of program) writeFileSync(`${built}/ts/${file.name}.ts`, file.text);
    if (mark === 'next-route') writeRoute(text);
  }
});

/** PHP and Python run in the tests of the proxy. */
const tried = /^(?:js|ts|sh|text|php|python)$/;

it.each(readmes)('%s has no block that is not tried', (readme) => {
  const fences = readFileSync(root + readme, 'utf8').match(/^\s*(?:```|~~~)/gm) ?? [];
  const blocks = snippets.filter((snippet) => snippet.readme === readme);
  expect(fences).toHaveLength(2 * blocks.length);
  // Configurations of servers are run by the tests of deployments.
  const configs = /^<!-- config: .* -->\n```\w+\n[\s\S]*?^```$/gm;
  const others = snippetsOf(root, readme, (text) => text.replace(configs, ''));
  const known = pages.includes(readme) ? /^(?:js|ts|sh)$/ : tried;
  for (const { language } of others) expect(language).toMatch(known);
});

describe('run as JavaScript', () => {
  it.each(programs)('$readme:$line', async (snippet) => {
    if (!isServer(snippet.program)) {
      const port = await freePort();
      const file = write(snippet.program, String(port));
      const env = { ...environment(), TWILIO_AUTH_TOKEN: authToken };
      const printed = await run(process.execPath, [file], { cwd: built, env });
      if (pages.includes(snippet.readme)) expectPrinted(snippet, printed);
      return;
    }
    const server = await startServerProcess({
      args: [write(snippet.program, 'Number(process.env.PORT)')],
      cwd: built,
      env: { ...environment(), ...startOf(snippet.readme) },
    });
    try {
      await expectAnswers(snippet, server.port);
      const isFirst = snippet === programs.find(({ readme }) => readme === snippet.readme);
      if (isFirst && !pages.includes(snippet.readme)) {
        await expectCommands(snippet.readme, server);
      }
    } finally {
      await server.stop();
    }
  });

  it.each(snippets.filter(({ language }) => language === 'sh'))(
    '$readme:$line installs, starts or sends',
    ({ mark, text }) => {
      expect(mark ?? kindOf(text)).toMatch(
        /^(?:install|start|send|next-dev|sender-run|repository|proxy-run|listen-run|events-run)$/,
      );
    },
  );

  it.each(readmes)('%s says to install what its programs import', (readme) => {
    const installed = [...readFileSync(root + readme, 'utf8').matchAll(/npm install ([^`\n]+)/g)]
      .flatMap(([, names = '']) => names.split(' '))
      .filter((name) => !name.startsWith('-'));
    const imported = programs
      .filter((program) => program.readme === readme && program.mark === undefined)
      .flatMap(({ text }) => [...text.matchAll(/ from '((?:@[\w-]+\/)?[\w-]+)[^':]*'/g)])
      .map(([, name]) => name);
    expect(installed).toEqual(expect.arrayContaining(imported));
  });
});

/** What the READMEs say; that of Nest asks for the decorators that others have no use for. */
const init = ['--init', '--types', 'node', '--experimentalDecorators'];

describe('compiled as strict TypeScript, with the settings of tsc --init', () => {
  it.each([
    ['5.9', 'typescript'],
    ['7.0', 'typescript-7'],
  ])('TypeScript %s', async (version, folder) => {
    const tsc = `${here}node_modules/${folder}/bin/tsc`;
    expect(await run(process.execPath, [tsc, '--version'])).toContain(version);
    const cwd = `${built}/ts`;
    rmSync(`${cwd}/tsconfig.json`, { force: true });
    await run(process.execPath, [tsc, ...init], { cwd });
    for (const setting of ['"verbatimModuleSyntax": true', '"exactOptionalPropertyTypes": true']) {
      expect(readFileSync(`${cwd}/tsconfig.json`, 'utf8')).toContain(setting);
    }
    const errors = await compile([tsc, '-p', '.', '--noEmit', '--pretty', 'false'], cwd);
    expect(errors.map(withPlace)).toEqual([]);
  });

  it('the adapters under node10, without esModuleInterop, with their declarations checked', async () => {
    const cwd = `${built}/node10`;
    mkdirSync(cwd);
    writeFileSync(`${cwd}/entries.ts`, readFileSync(`${here}node10/entries.ts`));
    const options =
      '--module commonjs --moduleResolution node10 --target es2022 --types node --strict --exactOptionalPropertyTypes --noEmit --pretty false';
    const tsc = `${here}node_modules/typescript/bin/tsc`;
    const errors = await compile([tsc, 'entries.ts', ...options.split(' ')], cwd);
    // Some declarations of the frameworks do not compile without esModuleInterop.
    expect(errors.filter((line) => !line.includes('/node_modules/.pnpm/'))).toEqual([]);
  });
});

/** Listens until it is stopped. */
function isServer([{ text }]: Program): boolean {
  return /\b(?:listen|serve)\(/.test(text) && !text.includes('.close()');
}

/** Writes the route handler where the project has it. */
function writeRoute(text: string): void {
  for (const folder of ['js', 'ts']) mkdirSync(`${built}/${folder}/app/voice`, { recursive: true });
  writeFileSync(`${built}/js/app/voice/route.js`, toJavaScript(text));
  writeFileSync(`${built}/ts/app/voice/route.ts`, text);
}

/** Writes a program as JavaScript, on another port, and returns its path. */
function write(program: Program, port: string): string {
  for (const { name, text } of program) {
    writeFileSync(`${built}/js/${name}.js`, toJavaScript(text).replace(/\b3000\b/g, port));
  }
  return `${built}/js/${program[0].name}.js`;
}

function toJavaScript(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ESNext,
      verbatimModuleSyntax: true,
      experimentalDecorators: true,
    },
  });
  return outputText;
}

/** A genuine request gets in, and one that is signed with another token does not. */
async function expectAnswers({ text }: Snippet, port: number): Promise<void> {
  const host = text.includes('httpAuth') ? `user:secret@localhost:${port}` : `localhost:${port}`;
  const isUpgrade = /'upgrade'|websocket: true/.test(text);
  const statuses: number[] = [];
  for (const token of [authToken, 'forged']) {
    const call = createSender({ authToken: token }).call();
    if (isUpgrade) {
      const { status, socket } = await call.upgrade(`ws://${host}/media`);
      socket?.destroy();
      statuses.push(status);
    } else {
      const result = await call.post(`http://${host}/voice`, { Digits: '1' });
      if (result.status === 200) expect(result.text).toContain('You pressed 1.');
      statuses.push(result.status);
    }
    call.close();
  }
  expect(statuses).toEqual([isUpgrade ? 101 : 200, 403]);
}

/** What "See it work" says to send to the server has the status that its comment says. */
async function expectCommands(readme: string, server: ServerProcess): Promise<void> {
  const blocks = snippets.filter((one) => one.readme === readme && kindOf(one.text) === 'send');
  for (const { text } of blocks) {
    for (const line of text.split('\n').filter((command) => command.includes('npx @sig/cli'))) {
      const [command = '', status = ''] = line.split(/ +# /);
      const output = await runShell(
        command
          .replace('npx @sig/cli', `node ${root}packages/cli/dist/main.js`)
          .replace('3000', String(server.port)),
        { ...environment(), ...exportsOf(text) },
      );
      expect(output).toMatch(new RegExp(`: ${status} \\(`));
    }
  }
  expect(blocks).not.toEqual([]);
}

/** A line that says what it prints has printed that. */
function expectPrinted({ text }: Snippet, printed: string): void {
  const lines = [...text.matchAll(/^ *console\.log\(.*\); \/\/ (\S+)$/gm)].map(([, line]) => line);
  expect(printed.split('\n')).toEqual(expect.arrayContaining(lines));
}

/** The environment that a README starts its server in. */
function startOf(readme: string): Record<string, string> {
  if (pages.includes(readme)) return { TWILIO_AUTH_TOKEN: authToken };
  const start = snippets.find((one) => one.readme === readme && kindOf(one.text) === 'start');
  expect(start?.text).toMatch(
    /^export TWILIO_AUTH_TOKEN=\S+\n(?:node (?:server|index)\.js|npx next dev)\n$/,
  );
  return exportsOf(start?.text ?? '');
}

function kindOf(text: string): string {
  if (/^npm install/m.test(text)) return 'install';
  if (/^(?:\w+=\S* )?npx @sig\/cli send/m.test(text)) return 'send';
  return /^(?:node (?:server|index)\.js|npx next dev)$/m.test(text) ? 'start' : 'unknown';
}

/** This process's, without what sets up tests. */
function environment(): NodeJS.ProcessEnv {
  const { TWILIO_AUTH_TOKEN: _, VITEST: __, ...rest } = process.env;
  return { ...rest, NODE_ENV: 'development', NO_COLOR: '1' };
}

/** The errors of a compiler, a line each. */
async function compile(args: string[], cwd: string): Promise<string[]> {
  try {
    await run(process.execPath, args, { cwd });
    return [];
  } catch (error) {
    return String(error)
      .split('\n')
      .filter((line) => / error TS\d+: /.test(line));
  }
}

/** An error of a compiler, with the place of the snippet. */
function withPlace(error: string): string {
  const name = error.slice(0, error.indexOf('.ts('));
  const snippet = snippets.find((one) => one.name === name || `${one.name}-run` === name);
  return `${snippet?.readme}:${snippet?.line}: ${error}`;
}
