// What the page makes of a request, without a page.
import { readFileSync } from 'node:fs';
import { verify } from '@sig/core';
import { describe, expect, it } from 'vitest';
import { check } from '../src/model/check.js';
import { type ExampleName, exampleOf, examples } from '../src/model/examples.js';
import { explainState } from '../src/model/explain.js';
import { bodyNotes, keyIdNotes, urlNotes } from '../src/model/notes.js';
import { signedParams } from '../src/model/request.js';
import { segmentsOf } from '../src/model/segments.js';
import { compute, textOf } from '../src/model/signature.js';
import { blank, type Framework, frameworks, type State } from '../src/model/state.js';
import { summaryOf, withExplanation } from '../src/model/summary.js';
import { stateOfVector, type Vector } from './vector.js';

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../../packages/conformance/vectors.json', import.meta.url), 'utf8'),
);

const call = exampleOf('call');
const computed = (state: State) => compute(state)?.base64 ?? '';
const applied = (state: State) => {
  const explained = explainState(state);
  if (!explained.isFound || explained.applied === undefined) throw new Error('Nothing to apply.');
  return { ...explained, applied: explained.applied };
};

describe('the vectors of the scheme', () => {
  it.each(vectors)('$id', (vector) => {
    const state = stateOfVector(vector);
    const verdict = verify({
      authToken: vector.authToken,
      signature: vector.signature,
      url: vector.url,
      contentType: vector.contentType,
      ...(vector.rawBody === undefined ? { params: vector.params } : { body: vector.rawBody }),
    });
    expect(verdict.ok).toBe(vector.valid);
    expect(check(state).kind === 'match').toBe(vector.valid);
    const segments = segmentsOf(state.url, signedParams(state));
    expect(segments.map(({ text }) => text).join('')).toBe(textOf(state));
  });
});

describe('the states', () => {
  const other = `${'A'.repeat(27)}=`;
  const json = exampleOf('json');
  it.each<[string, State, string, string, string?]>([
    ['nothing entered', blank, 'idle', 'Nothing entered'],
    ['no signature', { ...call, received: '' }, 'idle', 'Nothing to compare yet'],
    ['no key', { ...call, secret: '' }, 'idle', 'No key'],
    ['no URL', { ...call, url: '' }, 'idle', 'No URL'],
    ['match', call, 'match', 'Match'],
    [
      'match by a candidate',
      { ...call, received: computed({ ...call, url: 'https://example.com:443/voice?lang=en' }) },
      'match',
      'Match, with the default port :443',
    ],
    [
      'not covered',
      {
        ...json,
        ...{ url: 'https://example.com/events' },
        received: computed({ ...json, url: 'https://example.com/events' }),
      },
      'uncovered',
      'The body is not signed',
      'body-not-signed',
    ],
    [
      'hash of another body',
      { ...json, raw: '{}' },
      'uncovered',
      'The body was changed',
      'body-hash-mismatch',
    ],
    ['mismatch', { ...call, received: other }, 'mismatch', 'No match', 'signature-mismatch'],
    [
      'hex',
      { ...call, received: 'a'.repeat(40) },
      'malformed',
      'This is hex, not base64',
      'malformed-signature',
    ],
    [
      '44 for 28',
      { ...call, received: `${'A'.repeat(43)}=` },
      'malformed',
      'This was signed with a shared key',
      'malformed-signature',
    ],
    [
      '28 for 44',
      { ...exampleOf('shared'), received: other },
      'malformed',
      'This was signed with the auth token',
      'malformed-signature',
    ],
    [
      'cut off',
      { ...call, received: 'RSOYDt4T1c' },
      'malformed',
      'Not a complete signature',
      'malformed-signature',
    ],
  ])('%s', (_, state, kind, title, code) => {
    expect(check(state)).toMatchObject({ kind, title, ...(code === undefined ? {} : { code }) });
  });

  it('takes a signature with its header, in quotes, with white space', () => {
    const { received } = call;
    for (const text of [` ${received}\t`, `X-Twilio-Signature: ${received}`, `"${received}"`]) {
      expect(check({ ...call, received: text }).kind).toBe('match');
    }
  });

  it('says next to a field what is wrong with it', () => {
    const said = (state: Partial<State>) => {
      const whole = { ...blank, ...state };
      return [...urlNotes(whole), ...bodyNotes(whole), ...keyIdNotes(whole)].map(
        ({ text }) => text,
      );
    };
    expect(said({ url: '/voice' })).toEqual([expect.stringContaining('Not a full URL')]);
    expect(said({ url: 'https://a/#b' })).toEqual([expect.stringContaining('is left out')]);
    expect(said({ url: 'https://a/b', method: 'WS' })).toEqual([expect.stringContaining('wss://')]);
    expect(said({ url: 'https://a/b', kind: 'raw', raw: '{}' })).toEqual([
      expect.stringContaining('body-not-signed'),
    ]);
    expect(said({ ...json, raw: '{}' })).toEqual([expect.stringContaining('body-hash-mismatch')]);
    expect(said(json)).toEqual(['bodySHA256 matches this body.']);
    expect(said({ key: 'shared', keyId: 'a b' })).toEqual([expect.stringContaining('key ID')]);
  });
});

describe('the examples', () => {
  const found: Partial<Record<ExampleName, string>> = {
    proxy: 'TLS ends at a proxy, which also changes the host and path',
    plus: 'Plus signs became spaces',
  };
  it.each(Object.keys(examples) as ExampleName[])('%s', (name) => {
    const state = exampleOf(name);
    if (name === 'blank') return expect(check(state).kind).toBe('idle');
    if (found[name] === undefined) return expect(check(state).kind).toBe('match');
    const { title } = applied(state);
    expect(title).toBe(found[name]);
  });
});

describe('an explanation, applied, is a match', () => {
  const message = exampleOf('sms');
  const json = exampleOf('json');
  it.each<[string, State]>([
    ['a proxy', exampleOf('proxy')],
    [
      'a proxy, without the configured URL',
      {
        ...exampleOf('proxy'),
        configured: '',
        headers: [
          ['X-Forwarded-Host', 'example.com'],
          ['X-Forwarded-Prefix', '/api'],
        ],
      },
    ],
    ['lost plus signs', exampleOf('plus')],
    [
      'a query that was dropped',
      { ...call, url: 'https://example.com/voice', configured: call.url },
    ],
    [
      'a parameter that was added',
      { ...call, params: [...call.params, { name: 'extra', value: '1' }] },
    ],
    [
      'blank parameters that were dropped',
      { ...call, params: call.params.filter(({ value }) => value !== '') },
    ],
    [
      'names in lower case',
      {
        ...call,
        params: call.params.map(({ name, value }) => ({ name: name.toLowerCase(), value })),
      },
    ],
    [
      'line ends',
      {
        ...message,
        received: computed({ ...message, params: [{ name: 'Body', value: 'a\r\nb' }] }),
        params: [{ name: 'Body', value: 'a\nb' }],
      },
    ],
    [
      'a repeated name that was joined',
      {
        ...message,
        received: computed({
          ...message,
          params: [
            { name: 'Tag', value: 'a' },
            { name: 'Tag', value: 'b' },
          ],
        }),
        params: [{ name: 'Tag', value: 'a,b' }],
      },
    ],
    ['the URL alone', { ...call, received: computed({ ...call, params: [] }) }],
    ['JSON that was re-serialized', { ...json, raw: '{"type": "call.completed", "id": "CA123"}' }],
    ['a key with white space', { ...call, secret: ` ${call.secret}\n` }],
    ['a signature without its "="', { ...call, received: call.received.replace('=', '') }],
    ['a signature in hex', { ...call, received: compute(call)?.hex ?? '' }],
    [
      'a shared key, the host',
      { ...exampleOf('shared'), url: 'https://10.0.0.7/voice?lang=en', configured: call.url },
    ],
    [
      'an upgrade',
      { ...exampleOf('ws'), url: 'ws://10.0.0.7/media', configured: 'wss://example.com/media' },
    ],
  ])('%s', (_, state) => {
    expect(check(state).kind).not.toBe('match');
    const explained = applied(state);
    expect(check(explained.applied).kind).toBe('match');
    expect(explained.sentences.length).toBeGreaterThan(0);
    expect(explained.fix.text).not.toBe('');
  });

  it('suggests nothing that was not verified', () => {
    const explained = explainState({ ...call, secret: 'another' });
    expect(explained).toMatchObject({ isFound: false, title: 'No match, cause unknown' });
    const configured = explainState({ ...call, secret: 'another', configured: call.url });
    expect(configured).toMatchObject({ title: 'No match: the key or the body is different' });
  });

  it.each(Object.keys(frameworks) as Framework[])(
    'the fix is one for %s, without the key',
    (framework) => {
      const { fix } = applied({ ...exampleOf('proxy'), framework });
      expect(fix.line).toContain("publicUrl: 'https://example.com/api'");
      expect(fix.line).not.toContain(call.secret);
      expect(fix.line).toContain(framework === 'node' ? 'createVerifier' : 'webhook');
    },
  );

  it('is summed up in a few words', () => {
    const proxy = exampleOf('proxy');
    const explained = explainState(proxy);
    const checked = withExplanation(check(proxy), explained);
    expect(summaryOf(checked, explained)).toEqual({
      pill: 'No match',
      bar: 'No match: TLS ends at a proxy',
      link: 'See why',
      spoken: 'No match. TLS ends at a proxy, which also changes the host and path.',
    });
    expect(summaryOf(check(call), undefined).spoken).toBe('Match.');
    expect(summaryOf(check(blank), undefined).spoken).toBe('');
  });
});
