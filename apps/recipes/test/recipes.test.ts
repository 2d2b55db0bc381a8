// Each recipe, as a server of its own, with bytes on a socket.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  exchange,
  formPost,
  headerOf,
  jsonPost,
  type WireRequest,
  withBody,
  withHeader,
} from '@sig/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Recipe, recipes } from '../recipes.js';
import { type RunningRecipe, startRecipe } from './start.js';

const authToken = 'token';
const event = '{ "type": "call.ended", "price": 1.0 }';
const call = { CallSid: 'CA1', Digits: '1', From: '+15550100001' };

const tested = recipes.filter(({ always }) => always === true || process.env.SIG_ALL === '1');

const named = tested.map((recipe) => [recipe.title ?? recipe.name, recipe] as const);

describe.each(named)('%s', (_name, recipe) => {
  let running: RunningRecipe;

  beforeAll(async () => {
    running = await startRecipe(recipe, authToken);
  });

  afterAll(() => running?.stop());

  /** What a request is answered with, and what the servers print if that is not as wanted. */
  async function answer(
    make: (to: Routes) => WireRequest,
  ): Promise<[status: number, body: string]> {
    const request = make(routesOf(recipe, running.port));
    const target = request.target.replace(recipe.cut ?? '', '').replace(/^(?!\/)/, '/');
    const { status, body } = await exchange(running.port, { ...request, target });
    return [status, body];
  }

  it.each(genuine)('%s gets in', async (_title, make, text) => {
    expect([...(await answer(make)), running.output()]).toEqual([200, text, expect.anything()]);
  });

  it.each(forged)('%s does not', async (_title, make) => {
    const [status, body] = await answer(make);
    expect([status, body]).toEqual([403, expect.not.stringMatching(/pressed|Received/)]);
  });

  if (recipe.forwards !== undefined)
    it('what was verified is forwarded byte for byte', async () => {
      const { voice, events } = routesOf(recipe, running.port);
      for (const request of [appended(voice(), '&Digits=%31'), events()]) {
        const digest = createHash('sha256')
          .update(request.body ?? '')
          .digest('base64');
        const { headers } = await exchange(running.port, request);
        expect(headers['content-digest']).toBe(`sha-256=:${digest}:`);
      }
    });

  if (recipe.upload !== undefined)
    it('files can be uploaded elsewhere', async () => {
      const part = 'Content-Disposition: form-data; name="file"; filename="a.txt"';
      const upload = withHeader(
        withBody(
          { method: 'POST', target: recipe.upload ?? '', headers: [['Host', 'localhost']] },
          `--x\r\n${part}\r\n\r\nhello\r\n--x--\r\n`,
        ),
        'Content-Type',
        'multipart/form-data; boundary=x',
      );
      expect(await exchange(running.port, upload)).toMatchObject({ status: 200, body: '5 bytes' });
    });

  if (recipe.sameOriginOnly !== undefined)
    it('forms of other sites are still refused elsewhere', async () => {
      const { origin } = new URL(recipe.publicUrl ?? '');
      const to = { authToken, origin };
      const from = (site: string) =>
        withHeader(formPost(to, recipe.sameOriginOnly ?? '', call), 'Origin', site);
      expect(await exchange(running.port, from(origin))).toMatchObject({
        status: 200,
        body: 'sent',
      });
      expect((await exchange(running.port, from('https://elsewhere.example'))).status).toBe(403);
    });
});

describe('the README', () => {
  const folder = new URL('../', import.meta.url);
  const rows = readFileSync(new URL('README.md', folder), 'utf8').split('\n');
  const rowOf = (name: string) => rows.find((row) => row.includes(`](${name}/`)) ?? '';

  it.each(recipes)('states the version of $framework that $name is tested with', (recipe) => {
    const { name, framework, install } = recipe;
    expect(rowOf(name).split(' | ')[1]).toContain(install?.[framework] ?? versionHere(framework));
  });

  it('names every recipe, and each has a row of the tests', () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter(
        (entry) => entry.isDirectory() && !['node_modules', 'test', '.turbo'].includes(entry.name),
      )
      .map(({ name }) => name);
    expect([...new Set(recipes.map(({ name }) => name))].sort()).toEqual(folders.sort());
  });
});

/** The version of a package that the workspace has. */
function versionHere(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    const manifest = `${path}/${name}/package.json`;
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).version;
  }
  throw new Error(`${name} is not installed`);
}

/** How the sender makes requests to the routes of a recipe. */
interface Routes {
  voice(query?: string, key?: string): WireRequest;
  events(): WireRequest;
}

function routesOf({ publicUrl, prefix = '', cut }: Recipe, port: number): Routes {
  const origin = new URL(publicUrl ?? `http://127.0.0.1:${port}`).origin;
  const events = cut ?? `${prefix}/events`;
  return {
    voice: (query = '', key = authToken) =>
      formPost({ authToken: key, origin }, `${prefix}/voice${query}`, call),
    events: () => jsonPost({ authToken, origin }, events, event),
  };
}

type Row = readonly [title: string, make: (to: Routes) => WireRequest, text: string];

const genuine: readonly Row[] = [
  ['a form', ({ voice }) => voice(), 'You pressed 1.'],
  ['JSON under bodySHA256', ({ events }) => events(), 'Received call.ended.'],
  ['a repeated param', ({ voice }) => appended(voice(), '&Digits=%31'), 'You pressed 1.'],
  ...[
    '?a=b',
    '?a=%7Eb&x="<>',
    '?a=1&a=2',
    "?it's=%2B+%7C",
    '?next=https://a.b/c%20d&bare',
    '?',
  ].map((query): Row => [`the query ${query}`, ({ voice }) => voice(query), 'You pressed 1.']),
];

const forged: readonly (readonly [title: string, make: (to: Routes) => WireRequest])[] = [
  ['a param that was added', ({ voice }) => appended(voice(), '&Admin=1')],
  ['JSON with a byte changed', ({ events }) => withBody(events(), event.replace('1.0', '2.0'))],
  ['a form without a signature', ({ voice }) => unsigned(voice())],
  ['JSON without a signature', ({ events }) => unsigned(events())],
  ['another key', ({ voice }) => voice('', 'the token of somebody else')],
  ['a query that was added', ({ voice }) => ({ ...voice(), target: `${voice().target}?a=b` })],
  [
    'a multipart body',
    ({ voice }) =>
      withHeader(
        withBody(voice(), '--x\r\nContent-Disposition: form-data; name="Digits"\r\n\r\n1\r\n--x--'),
        'Content-Type',
        'multipart/form-data; boundary=x',
      ),
  ],
];

function appended(request: WireRequest, more: string): WireRequest {
  return withBody(request, String(request.body) + more);
}

function unsigned(request: WireRequest): WireRequest {
  expect(headerOf(request, 'X-Twilio-Signature')).not.toBe('');
  return withHeader(request, 'X-Twilio-Signature', undefined);
}
