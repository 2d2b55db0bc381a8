import { bodyHash } from '@sig/core';
import { signRequest } from '@sig/sender';
import {
  type DoctorContext,
  formOf,
  madeUp,
  signatureOf,
  signed,
  withHeader,
  withQuery,
  withSignature,
} from '../context.js';
import type { Sendable } from '../probe.js';
import { type Forgery, fixes } from './forgery.js';

const forgedJson = '{"Digits":"9"}';

/** Bodies that the signature does not cover. */
export const bodyForgeries: readonly Forgery[] = [
  {
    check: 'json-under-form-signature',
    title: "JSON under a form's signature",
    fix: fixes.coverBody,
    kinds: ['form'],
    make: ({ genuine, params }) => [
      {
        sent: 'the parameters as JSON',
        request: withBody(genuine, JSON.stringify(Object.fromEntries(params)), 'application/json'),
      },
    ],
  },
  {
    check: 'get-signature-on-post',
    title: "a body under a GET's signature",
    fix: fixes.coverBody,
    kinds: ['form', 'body'],
    make: (context) => {
      const { url, key, genuine } = context;
      const bare = signRequest({ url }, key);
      const under = { ...withSignature(genuine, signatureOf(bare)), target: bare.target };
      const form = formOf(context.params).toString();
      const rows: [string, string, string | undefined][] = [
        ['the form', form, 'application/x-www-form-urlencoded'],
        ['the form, its type in capitals', form, 'APPLICATION/X-WWW-FORM-URLENCODED'],
        ['JSON', forgedJson, 'application/json'],
        ['text', 'Digits=9', 'text/plain'],
        ['a body without a type', 'Digits=9', undefined],
        ['XML', '<Digits>9</Digits>', 'application/xml'],
        ['multipart', multipart, 'multipart/form-data; boundary=b'],
      ];
      return rows.map(([sent, body, type]) => ({ sent, request: withBody(under, body, type) }));
    },
  },
  {
    check: 'unsigned-hash',
    title: "a hash of the forger's own",
    fix: 'bodySHA256 proves nothing unless the signature over the URL that has it is verified as well.',
    kinds: ['form', 'body'],
    make: (context) => {
      const { genuine, url } = context;
      const { target } = signRequest({ url }, context.key).destination;
      const hashed = withBody(
        { ...genuine, target: withQuery(target, `bodySHA256=${bodyHash(forgedJson)}`) },
        forgedJson,
        'application/json',
      );
      return [
        { sent: 'JSON, its hash, and no signature', request: withSignature(hashed) },
        { sent: 'JSON, its hash, and a made-up signature', request: withSignature(hashed, madeUp) },
        { sent: "JSON, its hash, and another request's signature", request: hashed },
      ];
    },
  },
  {
    check: 'body-changed',
    title: 'the body changed',
    fix: 'Compare bodySHA256 of the URL with the SHA-256 of the raw body.',
    kinds: ['body'],
    make: (context) => {
      const { genuine, body, contentType } = context;
      const changed = body.replace(/[0-9](?=[^0-9]*$)/, (digit) =>
        String((Number(digit) + 1) % 10),
      );
      const more = changed === body ? `${body} ` : changed;
      return [
        {
          sent: 'one character changed',
          request: withBody(genuine, more, contentType),
          right: signed(context, { body: more }),
        },
        {
          sent: 'another body without a type',
          request: withBody(genuine, forgedJson, undefined),
          right: signed(context, { body: forgedJson }),
        },
        {
          sent: 'a form in its place',
          request: withBody(genuine, 'Digits=9', 'application/x-www-form-urlencoded'),
        },
      ];
    },
  },
  {
    check: 'hash-repeated',
    title: 'two hashes in the URL',
    fix: fixes.wholeUrl,
    kinds: ['body'],
    make: ({ genuine }) => [
      {
        sent: "the forger's hash added",
        request: {
          ...withBody(genuine, forgedJson, 'application/json'),
          target: withQuery(genuine.target, `bodySHA256=${bodyHash(forgedJson)}`),
        },
      },
    ],
  },
  {
    check: 'unsigned-get',
    title: 'GET without a signature',
    fix: 'Verify requests of every method, or answer 405 to those that you do not take.',
    kinds: ['form', 'body'],
    make: (context) => {
      const get = asGet(context, 'GET');
      const query = withQuery(get.target, formOf(context.params).toString());
      return [
        { sent: 'GET', request: withSignature(get), elsewhere: true },
        {
          sent: 'GET, the parameters in the query',
          request: withSignature({ ...get, target: query }),
          elsewhere: true,
        },
      ];
    },
  },
  {
    check: 'unsigned-head',
    title: 'HEAD without a signature',
    fix: 'Verify HEAD as you verify GET, or answer 405.',
    // Whether the handler ran, an answer without a body does not show.
    level: 'warn',
    kinds: ['form', 'body', 'get'],
    make: (context) => [
      { sent: 'HEAD', request: withSignature(asGet(context, 'HEAD')), elsewhere: true },
    ],
  },
];

const multipart = '--b\r\nContent-Disposition: form-data; name="Digits"\r\n\r\n9\r\n--b--\r\n';

function asGet({ genuine }: DoctorContext, method: 'GET' | 'HEAD'): Sendable {
  return { ...withHeader(genuine, 'Content-Type'), method, body: undefined };
}

function withBody(request: Sendable, body: string, type: string | undefined): Sendable {
  const typed = withHeader(request, 'Content-Type', ...(type === undefined ? [] : [type]));
  return { ...typed, body: Buffer.from(body) };
}
