// The examples in the comments of the public API: every exported value has one, all of them compile as strict
// TypeScript, and what an example says it gives (`// 'x'`), it gives.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, { import?: { types?: string; default?: string } }>>;
}

interface Example {
  readonly title: string;
  /** What to import the exported names from. */
  readonly module: string;
  readonly file: string;
  readonly names: readonly string[];
  readonly code: string | undefined;
}

const examples = readdirSync(join(root, 'packages')).flatMap((folder) => {
  const home = join(root, 'packages', folder);
  const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  if (manifest.private) return [];
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
    const { types, default: file } = target.import ?? {};
    if (types === undefined || file === undefined) return [];
    return examplesOf(join(home, types), `${manifest.name}${entry.slice(1)}`, join(home, file));
  });
});

/** The examples of the values that a module itself declares and exports. */
function examplesOf(types: string, module: string, file: string): Example[] {
  const program = ts.createProgram([types], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(types);
  const symbol = source && checker.getSymbolAtLocation(source);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  const values = exported
    .map((one) => ({
      name: one.name,
      symbol: one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one,
    }))
    .filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Value);
  const names = values.map(({ name }) => name);
  const folder = types.slice(0, types.lastIndexOf('/dist/'));
  return values
    .filter(({ symbol }) => symbol.declarations?.[0]?.getSourceFile().fileName.startsWith(folder))
    .map(({ name, symbol }) => {
      const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
      const code = tags.map(({ text }) => ts.displayPartsToString(text)).join('\n');
      return { title: `${module}: ${name}`, module, file, names, code: code || undefined };
    });
}

/** What examples take for granted, besides the names of their own module. */
const given: Readonly<Record<string, string>> = {
  authToken: 'declare const authToken: string;',
  url: 'declare const url: string;',
  publicUrl: 'declare const publicUrl: string;',
  upstream: 'declare const upstream: string;',
  signature: 'declare const signature: string;',
  contentType: 'declare const contentType: string;',
  body: 'declare const body: string;',
  params: 'declare const params: Record<string, string>;',
  realm: 'declare const realm: string;',
  credentials: 'declare const credentials: Record<string, string>;',
  tokens: 'declare const tokens: Set<string>;',
  options: "declare const options: import('@sig/core').WebhookOptions;",
  httpAuth: "declare const httpAuth: import('@sig/core').Guard;",
  error: 'declare const error: unknown;',
  log: 'declare const log: { warn(...values: unknown[]): void };',
  request: 'declare const request: Request;',
  parts: "declare const parts: import('@sig/core/adapter').UrlParts;",
  receiver: "declare const receiver: import('@sig/core/adapter').Receiver;",
  received: "declare const received: import('@sig/core').Received | import('@sig/core').Rejected;",
  verifier: "declare const verifier: import('@sig/core/node').NodeVerifier;",
  event: 'declare const event: object;',
  wss: "declare const wss: import('ws').WebSocketServer;",
  server: "declare const server: import('node:http').Server;",
  socket: "declare const socket: import('node:stream').Duplex;",
  createServer: "declare const createServer: typeof import('node:http').createServer;",
  supertest: 'declare const supertest: (app: unknown) => any;',
  basic: "declare const basic: typeof import('@sig/http-auth').basic;",
  digest: "declare const digest: typeof import('@sig/http-auth').digest;",
  createSender: "declare const createSender: typeof import('@sig/sender').createSender;",
  Event: 'interface Event { type: string }',
  Params: "type Params = import('@sig/core').Params;",
  Guard: "type Guard = import('@sig/core').Guard;",
  readFileSync: "declare const readFileSync: typeof import('node:fs').readFileSync;",
  memoryStore: "declare const memoryStore: typeof import('@sig/core/store').memoryStore;",
  redisStore: "declare const redisStore: typeof import('@sig/redis').redisStore;",
  createClient: "declare const createClient: typeof import('redis').createClient;",
  client: "declare const client: import('@sig/redis').RedisClient;",
  secret: 'declare const secret: string;',
  ha1: "declare const ha1: typeof import('@sig/http-auth').ha1;",
};

/** What stands for the framework, by module. */
const frameworks: readonly [module: RegExp, declarations: Readonly<Record<string, string>>][] = [
  [
    /express/,
    {
      app: "declare const app: import('express').Express;",
      express: "declare const express: typeof import('express');",
      handler: "declare const handler: import('express').RequestHandler;",
      req: "declare const req: import('express').Request;",
    },
  ],
  [
    /koa/,
    {
      app: "declare const app: import('koa');",
      router: "declare const router: import('@koa/router').default;",
      handler: "declare const handler: import('koa').Middleware;",
    },
  ],
  [
    /hono/,
    {
      app: "declare const app: import('hono').Hono;",
      handler: "declare const handler: import('hono').Handler;",
    },
  ],
  [
    /lambda/,
    {
      handler:
        "declare const handler: import('@sig/lambda').LambdaHandler<object, object, object>;",
    },
  ],
  [/fastify/, { app: "declare const app: import('fastify').FastifyInstance;" }],
  [
    /nest$/,
    {
      Module: "declare const Module: typeof import('@nestjs/common').Module;",
      UseGuards: "declare const UseGuards: typeof import('@nestjs/common').UseGuards;",
      VoiceParams: "type VoiceParams = import('@sig/core').VoiceParams;",
      VerifiedWebhook: "type VerifiedWebhook = import('@sig/core').VerifiedWebhook;",
    },
  ],
  [/next/, { handler: 'declare const handler: () => Response;' }],
  [
    /./,
    {
      app: 'declare const app: any;',
      webhook: "declare const webhook: typeof import('@sig/express').webhook;",
      req: "declare const req: import('node:http').IncomingMessage;",
    },
  ],
];

describe('every public value has an example', () => {
  it.each(examples)('$title', ({ code }) => {
    expect(code).toBeDefined();
  });
});

it('every example compiles as strict TypeScript', () => {
  const texts = new Map<string, string>();
  for (const [i, example] of examples.entries()) {
    const folder = example.file.slice(0, example.file.lastIndexOf('/dist/'));
    texts.set(join(folder, `example-${i}.mts`), programOf(example));
  }
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    skipLibCheck: true,
    esModuleInterop: true,
    experimentalDecorators: true,
    types: ['node'],
    noEmit: true,
    // Examples name other packages than their own too.
    paths: {
      ...Object.fromEntries(
        examples.map(({ module, file }) => [module, [file.replace(/\.js$/, '.d.ts')]]),
      ),
      ws: [join(root, 'packages/conformance/node_modules/@types/ws/index.d.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = texts.get(file);
    if (text === undefined) return getSourceFile(file, version, ...rest);
    return ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText, start }) => {
    const at = file === undefined ? '' : (texts.get(file.fileName) ?? file.fileName);
    const line = at.slice(0, start).split('\n').length;
    return `${at.split('\n')[line - 1]}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(problems).toEqual([]);
});

/** An example with what it takes for granted. Examples of handlers leave what they read unused. */
function programOf({ module, names, code = '' }: Example): string {
  const own = names.filter((name) => uses(code, name) && !declares(code, name));
  const scope = Object.assign(
    {},
    given,
    ...frameworks
      .filter(([pattern]) => pattern.test(module))
      .map(([, declared]) => declared)
      .reverse(),
  ) as Record<string, string>;
  const declared = Object.entries(scope).filter(
    ([name]) => !own.includes(name) && uses(code, name) && !declares(code, name),
  );
  const imports = own.length === 0 ? '' : `import { ${own.join(', ')} } from '${module}';`;
  const text = [imports, ...declared.map(([, line]) => line), code, 'export {};'];
  return text.join('\n');
}

/** Whether a name is used as a value: not as a property, but in a spread. */
function uses(code: string, name: string): boolean {
  return new RegExp(`(?<![\\w'"-]|(?<!\\.\\.)\\.)${name}\\b(?!\\s*:(?!:)\\s*['"{\\w])`).test(code);
}

function declares(code: string, name: string): boolean {
  return new RegExp(
    `\\b(?:const|let|function|async function)\\s+(?:${name}\\b|\\{[^}]*\\b${name}\\b)`,
  ).test(code);
}

/** Lines of an example that say what they give: `isForm(type) // true`. */
const results = examples.flatMap(({ title, file, code = '' }) =>
  [
    ...code.matchAll(
      /^(?!const|await|let)(.+?) \/\/ (\{.*\}|\[.*\]|'.*'|-?\d+|true|false|undefined)$/gm,
    ),
  ].map(([, expression = '', result = '']) => ({ title, file, expression, result, code })),
);

describe('examples give what they say', () => {
  it.each(results)('$title: $expression', async ({ file, expression, result, code }) => {
    const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    const before = code.slice(0, code.indexOf(expression));
    const names = Object.keys(module);
    const run = new Function(...names, `${before.replaceAll('await ', '')}; return ${expression}`);
    expect(run(...names.map((name) => module[name]))).toEqual(new Function(`return ${result}`)());
  });
});
