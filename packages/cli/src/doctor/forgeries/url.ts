import {
  type DoctorContext,
  signatureOf,
  signed,
  withHeader,
  withQuery,
  withSignature,
} from '../context.js';
import type { Attempt } from '../judge.js';
import type { Sendable } from '../probe.js';
import { type Forgery, fixes } from './forgery.js';

/** A query to change, in addition to that of the URL. */
const query = 'lang=en&next=menu';

/** URLs that are not the one that was signed. */
export const urlForgeries: readonly Forgery[] = [
  {
    check: 'query-changed',
    title: 'the query changed',
    fix: fixes.wholeUrl,
    make: (context) => {
      const { genuine, url } = context;
      const target = withQuery(genuine.target, 'admin=1');
      return [
        {
          sent: 'admin=1 added to the query',
          request: { ...genuine, target },
          right: signed(context, { url: withQuery(url, 'admin=1') }),
        },
        ...changedQueries(context, [
          ['a value of the query changed', (text) => text.replace('lang=en', 'lang=de')],
          ['a value of the query in capitals', (text) => text.replace('lang=en', 'lang=EN')],
          ['a name of the query in capitals', (text) => text.replace('lang=en', 'LANG=en')],
          ['a parameter of the query removed', (text) => text.replace('lang=en&', '')],
          ['the query emptied', (text) => text.replace(/\?.*/, '')],
          // What decodes before it verifies takes them for the same.
          ['an "&" of the query escaped', (text) => text.replace('en&next', 'en%26next')],
          ['a parameter of the query repeated', (text) => `${text}&next=admin`],
        ]),
      ];
    },
  },
  {
    check: 'query-reordered',
    title: 'the query in another order',
    fix: 'Verify the query string as it came, not one that a parser made anew.',
    level: 'warn',
    make: (context) =>
      changedQueries(context, [
        ['the query in another order', (text) => text.replace(query, 'next=menu&lang=en')],
      ]),
  },
  {
    check: 'query-respelled',
    title: 'the query spelled in another way',
    fix: 'A framework or a server in front may normalize escapes. If none does, verify the query string as it came.',
    level: 'advice',
    make: (context) =>
      changedQueries(context, [
        ['a letter of the query escaped', (text) => text.replace('lang=en', '%6Cang=en')],
      ]),
  },
  {
    check: 'path-unverified',
    title: 'other spellings, unverified',
    fix: 'The handler also answers to another spelling of its path, where nothing is verified. Verify after routing, or before it for every path.',
    make: ({ genuine }) =>
      pathsOf(genuine.target).map(({ sent, target }) => ({
        sent: `${sent}, without a signature`,
        request: withSignature({ ...genuine, target }),
        elsewhere: true,
      })),
  },
  {
    check: 'path-case',
    title: 'the path in other case',
    fix: 'Verify the path as it came: the signature is over its exact characters.',
    level: 'warn',
    make: ({ genuine }) =>
      pathsOf(genuine.target)
        .filter(({ kind }) => kind === 'case')
        .map(({ sent, target }) => ({ sent, request: { ...genuine, target }, elsewhere: true })),
  },
  {
    check: 'path-respelled',
    title: 'the path spelled in another way',
    fix: 'A server in front may normalize paths. If none does, verify the path as it came.',
    level: 'advice',
    make: ({ genuine }) =>
      pathsOf(genuine.target)
        .filter(({ kind }) => kind === 'spelling')
        .map(({ sent, target }) => ({ sent, request: { ...genuine, target }, elsewhere: true })),
  },
  {
    check: 'host-not-signed',
    title: 'signed for another host',
    fix: 'Verify the whole URL, scheme and host included. Set your public URL (sig: "publicUrl").',
    make: (context) => [{ sent: 'a signature for another host', request: elsewhere(context) }],
  },
];

/** A signature for another host, and a header that says the request went there. */
export function forwardedHost(context: DoctorContext): Attempt[] {
  return [
    {
      sent: 'a signature for another host, named in X-Forwarded-Host',
      request: withHeader(elsewhere(context), 'X-Forwarded-Host', otherHost),
    },
  ];
}

const otherHost = 'elsewhere.example';

function elsewhere(context: DoctorContext): Sendable {
  const { genuine, url } = context;
  const there = url.replace(/^([a-z]+:\/\/)(?:[^/?#@]*@)?[^/?#]*/i, `$1${otherHost}`);
  return withSignature(genuine, signatureOf(signed(context, { url: there })));
}

/** Requests that are signed for a URL with a query, and sent with another. */
function changedQueries(
  context: DoctorContext,
  changes: readonly (readonly [string, (target: string) => string])[],
): Attempt[] {
  const genuine = signed(context, { url: withQuery(context.url, query) });
  return changes.map(([sent, change]) => ({
    sent,
    request: { ...genuine, target: change(genuine.target) },
    right: genuine,
  }));
}

/** Other spellings of a path, which routers often take for the same. */
function pathsOf(
  target: string,
): { sent: string; target: string; kind: 'case' | 'slash' | 'spelling' }[] {
  const [path = '/'] = target.split('?', 1);
  const rest = target.slice(path.length);
  const swapped = path === path.toLowerCase() ? path.toUpperCase() : path.toLowerCase();
  const last = path.lastIndexOf('/') + 1;
  const code = path.charCodeAt(last).toString(16);
  const escaped = /[a-z]/i.test(path.charAt(last))
    ? `${path.slice(0, last)}%${code}${path.slice(last + 1)}`
    : path;
  const rows = [
    { sent: 'the path in other case', path: swapped, kind: 'case' },
    { sent: 'a slash at the end of the path', path: path.replace(/([^/])$/, '$1/'), kind: 'slash' },
    { sent: 'a dot segment in the path', path: `/.${path}`, kind: 'spelling' },
    { sent: 'a doubled slash in the path', path: `/${path}`, kind: 'spelling' },
    { sent: 'a letter of the path escaped', path: escaped, kind: 'spelling' },
  ] as const;
  return rows
    .filter((row) => row.path !== path)
    .map(({ sent, path: spelled, kind }) => ({ sent, target: spelled + rest, kind }));
}
