// Each way in which a body is changed: named first, with the parameters, and the raw body verifies.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cause, explain, formatExplanation, searchLimits } from '../../src/explain/index.js';
import { verify } from '../../src/index.js';
import {
  authToken,
  formOf,
  formType,
  type Pairs,
  type Sent,
  sent,
  sha256,
  signatureOf,
  urlOf,
} from './sent.js';

const numRuns = 25;

interface Row {
  readonly title: string;
  readonly cause: Cause;
  /** Parameters that the sender signed besides. */
  readonly adds?: Pairs;
  /** What the server verified. */
  readonly sees: (pairs: Pairs, one: Sent) => Pairs;
  /** The parameters that are named. */
  readonly names?: readonly string[];
  readonly query?: string;
}

const values =
  (change: (value: string, name: string) => string) =>
  (pairs: Pairs): Pairs =>
    pairs.map(([name, value]) => [name, change(value, name)]);
const only = (names: readonly string[], change: (value: string) => string) =>
  values((value, name) => (names.includes(name) ? change(value) : value));
const plus = (pairs: Pairs) => (more: Pairs) => [...more, ...pairs];
const without = (dropped: readonly string[]) => (pairs: Pairs) =>
  pairs.filter(([name]) => !dropped.includes(name));

const rows: readonly Row[] = [
  {
    title: 'a blank at the end of one value',
    cause: 'params-trimmed',
    adds: [['Body', 'Hi there ']],
    sees: values((value) => value.trim()),
    names: ['Body'],
  },
  {
    title: 'blanks at the ends of two values',
    cause: 'params-trimmed',
    adds: [
      ['Body', 'Hi there '],
      ['ProfileName', 'Ann '],
    ],
    sees: values((value) => value.trim()),
    names: ['Body', 'ProfileName'],
  },
  {
    title: 'CR LF became LF',
    cause: 'line-ends-changed',
    adds: [['Body', 'one\r\ntwo\r\nthree']],
    sees: values((value) => value.replaceAll('\r\n', '\n')),
    names: ['Body'],
  },
  {
    title: 'LF became CR LF',
    cause: 'line-ends-changed',
    adds: [['Body', 'one\ntwo']],
    sees: values((value) => value.replaceAll('\n', '\r\n')),
    names: ['Body'],
  },
  {
    title: 'one of a family, with others there',
    cause: 'blank-params-dropped',
    adds: [
      ['FromCity', ''],
      ['FromState', 'NY'],
    ],
    sees: without(['FromCity']),
    names: ['FromCity'],
  },
  {
    title: 'all of what is known of both numbers',
    cause: 'blank-params-dropped',
    adds: ['From', 'To'].flatMap((of) => [
      [`${of}City`, ''],
      [`${of}State`, ''],
      [`${of}Zip`, ''],
    ]) as Pairs,
    sees: without(['FromCity', 'FromState', 'FromZip', 'ToCity', 'ToState', 'ToZip']),
  },
  {
    title: 'null in their place',
    cause: 'blank-params-changed',
    adds: [['CallerName', '']],
    sees: values((value) => value || 'null'),
    names: ['CallerName'],
  },
  {
    title: 'one',
    cause: 'param-added',
    sees: plus([['requestId', '7']]),
    names: ['requestId'],
  },
  {
    title: 'three',
    cause: 'param-added',
    sees: plus([
      ['_method', 'post'],
      ['locale', 'en'],
      ['requestId', '7'],
    ]),
    names: ['_method', 'locale', 'requestId'],
  },
  {
    title: 'into the body',
    cause: 'query-merged',
    query: '?lang=en&v=2',
    sees: plus([
      ['lang', 'en'],
      ['v', '2'],
    ]),
    names: ['lang', 'v'],
  },
  {
    title: 'lower case',
    cause: 'names-changed',
    sees: (pairs) => pairs.map(([name, value]) => [name.toLowerCase(), value]),
  },
  {
    title: 'snake case',
    cause: 'names-changed',
    sees: (pairs) =>
      pairs.map(([name, value]) => [name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase(), value]),
  },
  {
    title: 'camel case',
    cause: 'names-changed',
    sees: (pairs) =>
      pairs.map(([name, value]) => [name.replace(/^./, (c) => c.toLowerCase()), value]),
  },
  {
    title: 'phone numbers',
    cause: 'numbers-changed',
    sees: only(['From', 'To'], (value) => String(Number(value))),
    names: ['From', 'To'],
  },
  {
    title: 'a zero at the start of digits',
    cause: 'numbers-changed',
    adds: [['Digits', '042']],
    sees: only(['Digits'], (value) => String(Number(value))),
    names: ['Digits'],
  },
  {
    title: 'joined by commas',
    cause: 'repeated-names-collapsed',
    adds: [
      ['MediaUrl', 'a'],
      ['MediaUrl', 'b'],
    ],
    sees: (pairs) => [...without(['MediaUrl'])(pairs), ['MediaUrl', 'a,b']],
  },
  {
    title: 'of a phone number',
    cause: 'plus-as-space',
    adds: [['Body', 'one']],
    sees: values((value) => value.replaceAll('+', ' ')),
    names: ['From', 'To'],
  },
  {
    title: 'decoded twice',
    cause: 'escapes-in-values',
    adds: [
      ['Body', 'one'],
      ['From', 'client:ann'],
      ['RecordingUrl', 'https://a.b/c%20d'],
      ['SpeechResult', 'x'],
      ['To', 'client:bob'],
    ],
    sees: values((value) => decodeURIComponent(value)),
    names: ['RecordingUrl'],
  },
  {
    title: 'not decoded',
    cause: 'escapes-in-values',
    adds: [['Body', 'a b/c?']],
    sees: values((value) => encodeURIComponent(value)),
  },
  {
    title: 'as HTML',
    cause: 'values-escaped',
    adds: [['Body', `<b> & "it's"`]],
    sees: only(['Body'], (value) =>
      value
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
    ),
    names: ['Body'],
  },
  {
    title: 'from HTML',
    cause: 'values-escaped',
    adds: [['Body', 'a &lt; b &amp; c']],
    sees: only(['Body'], () => 'a < b & c'),
    names: ['Body'],
  },
  {
    title: 'with backslashes',
    cause: 'values-escaped',
    adds: [['Body', `it's "so"`]],
    sees: only(['Body'], (value) => value.replace(/['"]/g, '\\$&')),
    names: ['Body'],
  },
  {
    title: 'UTF-8 read as Latin-1',
    cause: 'charset-broken',
    adds: [['Body', 'Grüße']],
    sees: only(['Body'], (value) => Buffer.from(value).toString('latin1')),
    names: ['Body'],
  },
  {
    title: 'composed',
    cause: 'unicode-normalized',
    adds: [['Body', 'Gru\u0308ße']],
    sees: only(['Body'], (value) => value.normalize('NFC')),
    names: ['Body'],
  },
];

describe('named first, and the raw body verifies', () => {
  it.each(rows)('$cause: $title', ({ cause, adds = [], sees, names, query }) => {
    fc.assert(
      fc.property(sent, (made) => {
        const pairs: Pairs = [...without(adds.map(([name]) => name))(made.pairs), ...adds].map(
          ([name, value]) => [name, plain(name, value, adds)],
        );
        const one = { ...made, pairs, query: query ?? made.query };
        const signature = signatureOf(one);
        const explanation = explain(
          {
            authToken,
            signature,
            url: urlOf(one),
            contentType: formType,
            params: sees(pairs, one),
          },
          () => 0,
        );
        expect(explanation).toMatchObject({ causes: [cause], matched: true });
        expect(explanation.work.steps).toBeLessThanOrEqual(searchLimits.steps);
        expect(explanation.work.characters).toBeLessThanOrEqual(searchLimits.characters);
        if (names !== undefined) expect([...explanation.params].sort()).toEqual([...names].sort());
        expect(explanation.fix).toMatch(/raw b(?:ody|ytes)|body alone/);
        expect(formatExplanation(explanation).split('\n').length).toBeLessThanOrEqual(5);
        const body = formOf(pairs);
        const verdict = verify({
          authToken,
          signature,
          url: urlOf(one),
          contentType: formType,
          body,
        });
        expect(verdict.ok).toBe(true);
      }),
      { numRuns, endOnFailure: true },
    );
  });
});

describe('behind a proxy that ends TLS, on an internal host, each is still found', () => {
  it.each(rows)('$cause: $title', ({ cause, adds = [], sees, query }) => {
    fc.assert(
      fc.property(sent, (made) => {
        const pairs: Pairs = [...without(adds.map(([name]) => name))(made.pairs), ...adds].map(
          ([name, value]) => [name, plain(name, value, adds)],
        );
        const one = { ...made, pairs, query: query ?? made.query };
        const explanation = explain(
          {
            authToken,
            signature: signatureOf(one),
            url: `http://internal:3000${one.path}${one.query}`,
            header: (name) => (name === 'x-forwarded-host' ? one.host : undefined),
            contentType: formType,
            params: sees(pairs, one),
          },
          () => 0,
        );
        expect(explanation.causes).toEqual(['scheme-swapped', 'host-internal', cause]);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

/** What was written at random must not hold another defect. */
function plain(name: string, value: string, adds: Pairs): string {
  const isGiven = adds.some(([one]) => one === name);
  return !isGiven && (name === 'Body' || name === 'SpeechResult') ? 'plain' : value;
}

it('a GET whose query was also given as parameters', () => {
  fc.assert(
    fc.property(sent, (made) => {
      const query = `?${formOf(made.pairs)}`;
      const one: Sent = { ...made, query, pairs: [] };
      const explanation = explain(
        { authToken, signature: signatureOf(one), url: urlOf(one), params: made.pairs as never },
        () => 0,
      );
      expect(explanation.causes).toEqual(['query-merged']);
    }),
    { numRuns: 10 },
  );
});

describe('a form under another type', () => {
  it.each(['text/plain', 'application/json', 'application/octet-stream', undefined])(
    '%s',
    (contentType) => {
      fc.assert(
        fc.property(sent, (one) => {
          const body = formOf(one.pairs);
          const explanation = explain(
            { authToken, signature: signatureOf(one), url: urlOf(one), contentType, body },
            () => 0,
          );
          expect(explanation.causes).toEqual(['content-type-changed']);
        }),
        { numRuns: 10 },
      );
    },
  );

  it('as JSON', () => {
    fc.assert(
      fc.property(sent, (one) => {
        const body = JSON.stringify(Object.fromEntries(one.pairs));
        const contentType = 'application/json';
        const explanation = explain(
          { authToken, signature: signatureOf(one), url: urlOf(one), contentType, body },
          () => 0,
        );
        expect(explanation.causes).toEqual(['form-as-json']);
      }),
      { numRuns: 10 },
    );
  });
});

describe('JSON that was re-serialized', () => {
  const seen = '{"b":"é/<x>","a":[1,{"c":null}],"n":1.50}';
  const signed: readonly (readonly [writer: string, text: string])[] = [
    ['Node', '{"b":"é/<x>","a":[1,{"c":null}],"n":1.50}\n'],
    ['Python', '{"b": "\\u00e9/<x>", "a": [1, {"c": null}], "n": 1.50}'],
    ['Python, sorted', '{"a": [1, {"c": null}], "b": "\\u00e9/<x>", "n": 1.50}'],
    ['Python, not ASCII', '{"b": "é/<x>", "a": [1, {"c": null}], "n": 1.50}'],
    ['PHP', '{"b":"\\u00e9\\/<x>","a":[1,{"c":null}],"n":1.50}'],
    ['PHP, unescaped', '{"b":"é\\/<x>","a":[1,{"c":null}],"n":1.50}'],
    ['Go', '{"b":"é/\\u003cx\\u003e","a":[1,{"c":null}],"n":1.50}'],
    ['Java', '{\n  "b" : "é/<x>",\n  "a" : [ 1, {\n    "c" : null\n  } ],\n  "n" : 1.50\n}'],
    [
      'Ruby, pretty',
      '{\n  "b": "é/<x>",\n  "a": [\n    1,\n    {\n      "c": null\n    }\n  ],\n  "n": 1.50\n}',
    ],
    ['with numbers as JavaScript writes them', '{"b":"é/<x>","a":[1,{"c":null}],"n":1.5}'],
  ];

  it.each(signed)('was written by %s', (_writer, text) => {
    const one: Sent = {
      scheme: 'https://',
      host: 'example.com',
      path: '/events',
      query: `?bodySHA256=${sha256(text)}`,
      pairs: [],
    };
    const url = urlOf(one);
    const input = { authToken, signature: signatureOf(one), url, contentType: 'application/json' };
    const explanation = explain({ ...input, body: seen }, () => 0);
    expect(explanation.matched).toBe(true);
    expect(['json-reserialised', 'body-trimmed']).toContain(explanation.cause);
    expect(verify({ ...input, body: text }).ok).toBe(true);
  });

  it.each<[Cause, (body: string) => string]>([
    ['body-trimmed', (body) => body.trimEnd()],
    ['line-ends-changed', (body) => body.replaceAll('\r\n', '\n')],
    ['body-changed', (body) => body.replace('1', '2')],
  ])('or else %s', (cause, change) => {
    const text = '{\r\n"a":1}\r\n';
    const query = `?bodySHA256=${sha256(cause === 'line-ends-changed' ? text : '{"a":1}\n')}`;
    const body = change(cause === 'line-ends-changed' ? text : '{"a":1}\n');
    const one: Sent = { scheme: 'https://', host: 'a.example', path: '/e', query, pairs: [] };
    const input = { authToken, signature: signatureOf(one), url: urlOf(one), body };
    const explanation = explain({ ...input, contentType: 'application/json' }, () => 0);
    expect(explanation.causes).toEqual([cause]);
  });

  it('a hash in upper case', () => {
    const query = `?bodySHA256=${sha256(seen).toUpperCase()}`;
    const one: Sent = { scheme: 'https://', host: 'a.example', path: '/e', query, pairs: [] };
    const input = { authToken, signature: signatureOf(one), url: urlOf(one), body: seen };
    expect(explain({ ...input, contentType: 'application/json' }, () => 0).causes).toEqual([
      'hash-case',
    ]);
  });
});
