// The code that is shown is that of the READMEs, which tests run; and what is put into it leaves it code.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { codeOf, highlighted } from '../src/model/code.js';
import { exampleOf } from '../src/model/examples.js';
import { type Framework, frameworks, type State } from '../src/model/state.js';

/** Text that would be code in a template. */
const placeholder = ['$', '{c}'].join('');
const names = Object.keys(frameworks) as Framework[];
const blocksOf = (framework: Framework) => {
  const folder = framework === 'node' ? 'core' : framework;
  const readme = readFileSync(
    new URL(`../../../packages/${folder}/README.md`, import.meta.url),
    'utf8',
  );
  return [...readme.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
};

const call: State = { ...exampleOf('call'), url: 'https://example.com/voice' };
const upgrade: State = { ...exampleOf('ws'), url: 'wss://example.com/media' };

describe.each(names)('%s', (framework) => {
  it('is the program of the README', () => {
    expect(blocksOf(framework)).toContain(codeOf({ ...call, framework }, undefined).text);
  });

  it('is the upgrade of the README', () => {
    const own = ['express', 'koa', 'fastify', 'hono'].includes(framework) ? framework : 'node';
    const { text } = codeOf(
      { ...upgrade, framework, configured: own === 'hono' ? upgrade.url : '' },
      undefined,
    );
    // That of Hono is a part of a program, whose options are variables.
    const inOneLine = text
      .replace('process.env.TWILIO_AUTH_TOKEN', 'authToken')
      .replace(/\{\s+authToken: authToken,\s+(publicUrl: \S+),\s+\}/, '{ authToken, $1 }');
    expect(blocksOf(own)).toContain(own === 'hono' ? inOneLine : text);
  });

  it.each<[string, Partial<State>]>([
    ['a GET', { method: 'GET' }],
    ['a shared key', { key: 'shared', keyId: "KY'1" }],
    ['a body', { kind: 'raw', raw: '{}' }],
    ['a strange path', { url: `https://example.com/a'b\`${placeholder}\\` }],
    [
      'a strange parameter',
      {
        params: [
          { name: 'a.b', value: '1' },
          { name: `\`${placeholder}\``, value: '' },
        ],
      },
    ],
    ['no parameter', { params: [] }],
  ])('is code with %s', (_, change) => {
    const options = { publicUrl: "https://example.com/it's", rewrite: { from: '/a', to: '/b' } };
    const { text } = codeOf({ ...call, framework, ...change }, options);
    const { diagnostics = [] } = ts.transpileModule(text, {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, experimentalDecorators: true },
    });
    expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
    expect(text).not.toContain(call.secret);
    const joined = highlighted(text).map((line) => line.map((token) => token.text).join(''));
    expect(`${joined.join('\n')}\n`).toBe(text);
  });
});
