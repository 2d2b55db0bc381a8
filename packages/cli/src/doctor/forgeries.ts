import { signatureHeader as header } from '@sig/core/adapter';
import { signRequest } from '@sig/sender';
import { type DoctorContext, signatureOf, withForm, withHeader } from './context.js';
import type { Sendable } from './probe.js';

/** A request that must be refused. Adding one is adding a row. */
export interface Forgery {
  readonly check: string;
  readonly title: string;
  /** What a server that lets it in should change. */
  readonly fix: string;
  readonly make: (
    context: DoctorContext,
  ) => readonly { readonly sent: string; readonly request: Sendable }[];
}

const verifyAll = 'Verify every request before anything else, and answer 403 if it fails.';
const coverAll = 'Verify the signature over the URL and every parameter of the body as it came.';
const coverBody =
  'Refuse a body that is not a form unless bodySHA256 of the signed URL matches it: a signature over the URL alone covers no body.';
const exact = 'Compare the one signature header as exact text, in constant time.';

const one = (sent: string, request: Sendable) => [{ sent, request }];

export const forgeries: readonly Forgery[] = [
  {
    check: 'no-signature',
    title: 'without a signature',
    fix: verifyAll,
    make: ({ genuine }) => [
      ...one('no header', withHeader(genuine, header)),
      ...one('an empty header', withHeader(genuine, header, '')),
    ],
  },
  {
    check: 'wrong-token',
    title: 'signed with another token',
    fix: verifyAll,
    make: ({ url, params, authToken }) =>
      one(
        'a signature made with another token',
        signRequest({ url, params: [...params] }, { authToken: `${authToken}x` }),
      ),
  },
  {
    check: 'param-changed',
    title: 'a parameter changed',
    fix: coverAll,
    make: ({ genuine, params }) =>
      sample(params).map((i) => ({
        sent: `${params[i]?.[0]} changed`,
        request: withForm(
          genuine,
          params.map(([name, value], at) => [name, at === i ? `${value}9` : value]),
        ),
      })),
  },
  {
    check: 'param-added',
    title: 'a parameter added',
    fix: coverAll,
    make: ({ genuine, params }) =>
      ['Admin', 'Zone'].map((name) => ({
        sent: `${name} added`,
        request: withForm(genuine, [...params, [name, '1']]),
      })),
  },
  {
    check: 'param-removed',
    title: 'a parameter removed',
    fix: coverAll,
    make: ({ genuine, params }) =>
      sample(params).map((i) => ({
        sent: `${params[i]?.[0]} removed`,
        request: withForm(
          genuine,
          params.filter((_, at) => at !== i),
        ),
      })),
  },
  {
    check: 'query-changed',
    title: 'the query changed',
    fix: 'Verify the whole URL, query string included.',
    make: ({ genuine }) => {
      const separator = genuine.target.includes('?') ? '&' : '?';
      return one('admin=1 added to the query', {
        ...genuine,
        target: `${genuine.target}${separator}admin=1`,
      });
    },
  },
  {
    check: 'json-under-form-signature',
    title: "JSON under a form's signature",
    fix: coverBody,
    make: ({ genuine, params }) =>
      one('the parameters as JSON', {
        ...withHeader(genuine, 'Content-Type', 'application/json'),
        body: Buffer.from(JSON.stringify(Object.fromEntries(params))),
      }),
  },
  {
    check: 'get-signature-on-post',
    title: "a body under a GET's signature",
    fix: coverBody,
    make: ({ url, authToken, genuine }) => {
      const get = signRequest({ url }, { authToken });
      const signed = withHeader(genuine, header, signatureOf(get));
      const json = withHeader(signed, 'Content-Type', 'application/json');
      const text = withHeader(signed, 'Content-Type', 'text/plain');
      return [
        ...one('the form', signed),
        ...one('JSON', { ...json, body: Buffer.from('{"Digits":"9"}') }),
        ...one('text', { ...text, body: Buffer.from('Digits=9') }),
      ];
    },
  },
  {
    check: 'duplicate-signature',
    title: 'two signature headers',
    fix: exact,
    make: ({ genuine }) => {
      const signature = signatureOf(genuine);
      const wrong = `${'A'.repeat(27)}=`;
      return [
        ...one('the genuine one, then another', withHeader(genuine, header, signature, wrong)),
        ...one('another, then the genuine one', withHeader(genuine, header, wrong, signature)),
      ];
    },
  },
  {
    check: 'case-changed-signature',
    title: 'the signature in other case',
    fix: exact,
    make: ({ genuine }) => {
      const signature = signatureOf(genuine);
      const swapped = signature.replace(/[a-z]/gi, (char) =>
        char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase(),
      );
      return one('upper case for lower', withHeader(genuine, header, swapped));
    },
  },
];

/** The first, the middle and the last of the parameters. */
function sample(params: readonly unknown[]): number[] {
  const last = params.length - 1;
  return [...new Set([0, Math.floor(last / 2), last])].filter((i) => i >= 0);
}
