// Each recipe, as a server of its own, with bytes on a socket.
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

  it.runIf(recipe.sameOriginOnly)('forms of other sites are still refused elsewhere', async () => {
    const { origin } = new URL(recipe.publicUrl ?? '');
    const to = { authToken, origin };
    const from = (site: string) =>
      withHeader(formPost(to, recipe.sameOriginOnly ?? '', call), 'Origin', site);
    expect(await exchange(running.port, from(origin))).toMatchObject({ status: 200, body: 'sent' });
    expect((await exchange(running.port, from('https://elsewhere.example'))).status).toBe(403);
  });
});

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
  ...['?a=b', '?a=%7Eb&x="<>', '?a=1&a=2', "?it's=%2B+%7C", '?'].map(
    (query): Row => [`the query ${query}`, ({ voice }) => voice(query), 'You pressed 1.'],
  ),
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
