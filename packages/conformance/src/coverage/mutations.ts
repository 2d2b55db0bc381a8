import { type Draft, headerOf, signatureHeader, withHeader } from './draft.js';
import type { Random } from './random.js';

/** Makes of a captured request what an attacker may send in its place. */
type Mutation = (draft: Draft, random: Random) => Draft;

const formType = 'application/x-www-form-urlencoded';
const evil = 'to=EVIL';

const urlMoved = 'borders of the URL moved into X-Forwarded-Proto';

/** All mutations, by name. Adding one is adding a row. */
const mutations: Readonly<Record<string, Mutation>> = {
  // The body.
  'body replaced': (draft, { pick }) => withText(draft, pick(['', evil, '{"to":"EVIL"}', 'a=1'])),
  'param added': (draft, { pick }) =>
    withPieces(draft, (list) => [
      ...list,
      pick([evil, '=EVIL', 'EVIL', 'Digits=9', '__proto__=EVIL']),
    ]),
  'param removed': (draft, { below }) =>
    withPieces(draft, (list) => {
      const at = below(list.length);
      return list.filter((_, i) => i !== at);
    }),
  'param repeated': (draft, { pick }) => withPieces(draft, (list) => [...list, pick(list)]),
  'params reordered': (draft, { shuffle }) => withPieces(draft, shuffle),
  'param changed': (draft, { below }) =>
    withPieces(draft, (list) => {
      const at = below(list.length);
      return list.map((piece, i) => (i === at ? `${list[at] ?? ''}9` : piece));
    }),
  'border of name and value moved': (draft, { below }) =>
    withPieces(draft, (list) => {
      const at = below(list.length);
      const text = (list[at] ?? '').replace('=', '');
      const cut = below(text.length + 1);
      return list.map((piece, i) =>
        i === at ? `${text.slice(0, cut)}=${text.slice(cut)}` : piece,
      );
    }),
  'params joined': (draft) =>
    withPieces(draft, ([a = '', b = '', ...rest]) => [a + b.replace('=', ''), ...rest]),
  'body re-encoded': (draft, { pick }) =>
    withText(
      draft,
      pick<(text: string) => string>([
        (text) => text.replaceAll('+', '%20'),
        (text) => text.replaceAll('%20', '+'),
        (text) => text.replace(/[a-z]/gi, (c) => `%${c.charCodeAt(0).toString(16)}`),
        (text) => text.replaceAll('=', '%3D'),
        (text) => text.replaceAll('&', ';'),
        (text) => text.replaceAll('%', '%25'),
        (text) => text.replace(/%../g, '%FF'),
      ])(draft.body.toString('latin1')),
    ),
  'body as another form': (draft, { pick }) =>
    pick([
      multipart,
      (one: Draft) => withText(withHeader(one, 'Content-Type', 'text/plain'), evil),
    ])(draft),
  'a late body under a signature of the URL alone': (draft, { pick }) => {
    const body = pick([evil, '{"to":"EVIL"}']);
    const type = body === evil ? formType : 'application/json';
    const posted = withHeader(withText({ ...draft, method: 'POST' }, body), 'Content-Type', type);
    return { ...posted, packets: 'late', framing: pick(['length', 'chunked']) };
  },

  // The target.
  'query extended': (draft, { pick }) =>
    withTarget(draft, (target) => target + (target.includes('?') ? '&' : '?') + pick(extensions)),
  'end of the target extended': (draft, { pick }) =>
    withTarget(
      draft,
      (target) =>
        target + pick(['=EVIL', '%zz', '%FF', '%00', '#a=EVIL', '?to=EVIL', ';to=EVIL', '/', '&']),
    ),
  'query re-encoded': (draft, { pick }) =>
    withTarget(draft, (target) => {
      const [path = '', query = ''] = target.split(/(?=\?)/);
      return path + pick(queryEncodings)(query);
    }),
  'query parameters moved': (draft, { shuffle }) =>
    withTarget(draft, (target) => {
      const [path = '', query] = target.split(/\?(.*)/s);
      return query === undefined ? `${path}?` : `${path}?${shuffle(query.split('&')).join('&')}`;
    }),
  'path changed': (draft, { pick }) =>
    withTarget(draft, (target) => {
      const [path = '', query = ''] = target.split(/(?=\?)/);
      return pick(pathChanges)(path) + query;
    }),
  'absolute-form target': (draft, { pick }) =>
    withTarget(draft, (target) => {
      const path = target.replace(/^http:\/\/[^/]*/, '');
      return pick(absoluteForms)(path, headerOf(draft, 'Host') ?? '');
    }),
  'another path, the rest in the authority': (draft, { pick }) =>
    withTarget(draft, (target) =>
      pick(['http://:acme', 'http://a:acme', 'http://', 'https://x?', 'http://@']).concat(target),
    ),
  'query and body joined': (draft) => {
    const [first = '', ...rest] = draft.body.toString('latin1').split('&');
    const moved = withTarget(draft, (target) => target + first.replace('=', ''));
    return withText(moved, rest.join('&'));
  },
  'method changed': (draft, { pick }) => ({
    ...draft,
    method: pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
  }),

  // The headers.
  'Content-Type changed': (draft, { pick }) => withHeader(draft, 'Content-Type', pick(types)),
  'two Content-Types': (draft, { pick, once }) => {
    const added: [string, string] = ['Content-Type', pick(types) ?? ''];
    return {
      ...draft,
      headers: once(2) ? [added, ...draft.headers] : [...draft.headers, added],
    };
  },
  'hostile Host': (draft, { pick }) =>
    withHeader(draft, 'Host', pick(hosts)(headerOf(draft, 'Host') ?? '')),
  'two Hosts': (draft) => ({ ...draft, headers: [...draft.headers, ['Host', 'evil.example']] }),
  'hostile X-Forwarded-Proto': (draft, { pick }) =>
    withHeader(draft, 'X-Forwarded-Proto', pick(schemes)),
  [urlMoved]: urlInScheme,
  'hostile X-Forwarded-Host': (draft, { pick }) =>
    withHeader(draft, 'X-Forwarded-Host', pick(hosts)(headerOf(draft, 'Host') ?? '')),
  'signature doubled or spoiled': (draft, { pick }) => {
    const signature = headerOf(draft, signatureHeader) ?? '';
    const values = [
      `${signature}, ${signature}`,
      signature.toLowerCase(),
      `${signature} `,
      `"${signature}"`,
      '',
    ];
    return withHeader(draft, signatureHeader, pick(values));
  },
  'two signatures': (draft, { pick }) => {
    const again = [signatureHeader, headerOf(draft, signatureHeader) ?? ''] as const;
    const other = [signatureHeader, 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='] as const;
    return {
      ...draft,
      headers: pick([
        [...draft.headers, again],
        [other, ...draft.headers],
      ]),
    };
  },
  'upgrade announced': (draft) => ({
    ...withHeader(withHeader(draft, 'Connection', 'Upgrade'), 'Upgrade', 'websocket'),
    broken: true,
  }),
  'method overridden': (draft) => withHeader(draft, 'X-HTTP-Method-Override', 'DELETE'),
  'content encoded': (draft, { pick }) =>
    withHeader(draft, 'Content-Encoding', pick(['identity', 'gzip', 'deflate, identity'])),
  'path in other headers': (draft, { pick }) =>
    withHeader(draft, pick(['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Prefix']), '/EVIL'),

  // The framing.
  'framed twice': (draft, { pick }) => ({
    ...withHeader(
      draft,
      ...pick<[string, string]>([
        ['Transfer-Encoding', 'chunked'],
        ['Content-Length', '0'],
      ]),
    ),
    broken: true,
  }),
  'length wrong': (draft, { pick }) => ({
    ...withHeader(
      draft,
      'Content-Length',
      pick(['0', '1', String(draft.body.length + 4), '+3', '0x1']),
    ),
    framing: 'none',
    broken: true,
  }),
  'body unannounced': (draft) => ({
    ...(draft.body.length === 0 ? withText(draft, evil) : draft),
    framing: 'none',
    broken: true,
  }),
  'late packets': (draft, { pick }) => ({ ...draft, packets: pick(['late', 'cut']) }),
  Expect: (draft, { pick }) => withHeader(draft, 'Expect', pick(['100-continue', 'something'])),
};

const extensions = [
  'a=EVIL',
  'to=EVIL',
  // Next.js reads params of the route from such names.
  'tenant=EVIL',
  'nxtPtenant=EVIL',
  'nxtItenant=EVIL',
  'nxtPpath=EVIL',
  'nxtPid=EVIL',
  'nxtIid=EVIL',
  'bodySHA256=0',
  'a=%zz',
  'a=%FF',
  'a%00=1',
  '',
  '&',
  '=',
  'toString=EVIL',
];

const queryEncodings: ((query: string) => string)[] = [
  (query) => query.replaceAll('%20', '+'),
  (query) => query.replaceAll('+', '%20'),
  (query) => query.replaceAll("'", '%27'),
  (query) => query.replaceAll('%', '%25'),
  (query) => query.replaceAll('%zz', '%25zz'),
  (query) => query.replaceAll('%FF', '%EF%BF%BD'),
  (query) => query.replaceAll('=', '%3D'),
  (query) => query.replaceAll('&', '%26'),
  (query) => query.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`),
  (query) => query.replaceAll('&', ';'),
  (query) => query.replaceAll('[]', '%5B%5D'),
  (query) => query.toLowerCase(),
  (query) => query.slice(0, -1),
  () => '',
];

const pathChanges: ((path: string) => string)[] = [
  (path) => path.toUpperCase(),
  (path) => `/${path}`,
  (path) => `${path}/`,
  (path) => path.replace(/\/$/, ''),
  (path) => `/x/..${path}`,
  (path) => `/.${path}`,
  (path) => path.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`),
  (path) => path.replaceAll('/', '%2F').replace('%2F', '/'),
  (path) => path.replaceAll('/', '\\').replace('\\', '/'),
  (path) => path.replaceAll('/', '//'),
  (path) => `/hook/EVIL${path}`,
  (path) => path.replace('acme', 'EVIL'),
  (path) => `${path}%00`,
  (path) => `${path};a=EVIL`,
  (path) => path.slice(1),
  () => '*',
  () => '/hook/EVIL/voice',
];

const absoluteForms: ((path: string, host: string) => string)[] = [
  (path, host) => `http://${host}${path}`,
  (path, host) => `HTTPS://${host}${path}`,
  (path) => `http://:acme${path}`,
  (path) => `http:///${path.slice(1)}`,
  (path) => `http://${path}`,
  (path) => `http://a@b${path}`,
  (_path, host) => `http://${host}`,
  (path, host) => `http://${host}?x=${path}`,
  (path, host) => `http://${host}\\EVIL${path}`,
  (path, host) => `http:${path}${host}`,
  (path, host) => `ftp://${host}${path}`,
  (path, host) => `${host}${path}`,
  (path) => `http://evil.example/hook/EVIL${path}`,
  (path) => `//evil.example${path}`,
  (path) => `http://a b${path}`,
  (path) => `http://:80${path}`,
];

const hosts: ((host: string) => string)[] = [
  () => 'evil.example',
  (host) => `${host}, evil.example`,
  (host) => `evil.example, ${host}`,
  (host) => `${host}/hook/EVIL`,
  (host) => `${host}?a=EVIL`,
  (host) => `${host}#`,
  (host) => `a@${host}`,
  (host) => `${host}:`,
  (host) => `${host}:99999`,
  (host) => `${host}.`,
  (host) => host.toUpperCase(),
  () => '',
  () => ':80',
  () => '[::1',
];

const schemes = [
  'https',
  'http',
  'wss',
  'HTTPS',
  'https, http',
  'http,https',
  'javascript',
  'https://evil.example/?x=',
  'https://phone.example/voice?next=https',
  'file',
  ' ',
  'https:',
];

const types = [
  undefined,
  '',
  'application/json',
  'text/plain',
  'multipart/form-data; boundary=B',
  `${formType};, multipart/form-data; boundary=B`,
  `${formType}, application/json`,
  `application/json, ${formType}`,
  `multipart/form-data; boundary=B, ${formType}`,
  `${formType};,`,
  `${formType};;`,
  `${formType}; charset`,
  `${formType}; charset=utf-7`,
  `${formType}; charset="utf-8, multipart/form-data"`,
  `${formType}; boundary=B; multipart/form-data`,
  `"${formType}"`,
  formType.toUpperCase(),
  `${formType}x`,
  `${formType}/json`,
  ` ${formType}`,
  'application/vnd.api+json',
];

/** One to three mutations of a captured request. */
export function hostileDraft(captured: Draft, random: Random): Draft {
  const count = random.once(2) ? 1 : 2 + random.below(2);
  const all = Object.keys(mutations);
  // A URL in a query is rare, and nothing else can show that borders move.
  const movable = /\?.*:\/\/[^/]+\//.test(captured.target) && random.once(4);
  const chosen = movable ? [urlMoved] : Array.from({ length: count }, () => random.pick(all));
  let draft: Draft = { ...captured, genuine: false };
  for (const name of chosen) draft = mutations[name]?.(draft, random) ?? draft;
  return { ...draft, title: `${captured.title}: ${chosen.join(', then ')}` };
}

function withText(draft: Draft, text: string): Draft {
  const body = Buffer.from(text, 'latin1');
  return { ...draft, body, framing: draft.framing === 'none' ? 'length' : draft.framing };
}

function withPieces(draft: Draft, change: (pieces: string[]) => string[]): Draft {
  return withText(draft, change(draft.body.toString('latin1').split('&')).join('&'));
}

function withTarget(draft: Draft, change: (target: string) => string): Draft {
  // Spaces would end the target, and a request line without one is no request.
  return { ...draft, target: change(draft.target).replaceAll(' ', '%20') || '/' };
}

function multipart(draft: Draft): Draft {
  const typed = withHeader(draft, 'Content-Type', 'multipart/form-data; boundary=B');
  return withText(
    typed,
    '--B\r\nContent-Disposition: form-data; name="to"\r\n\r\nEVIL\r\n--B--\r\n',
  );
}

/** `https://host/path?next=https://other/target`: the scheme is all before the last `://`. */
function urlInScheme(draft: Draft): Draft {
  const host = headerOf(draft, 'X-Forwarded-Host') ?? headerOf(draft, 'Host') ?? '';
  const scheme = headerOf(draft, 'X-Forwarded-Proto') ?? 'http';
  const [before, inner] = draft.target.split(/:\/\/(?=[^/]+\/)(.*)/s);
  if (before === undefined || inner === undefined || !draft.target.startsWith('/')) {
    return withHeader(draft, 'X-Forwarded-Proto', `${scheme}://${host}/voice?next=https`);
  }
  const at = inner.indexOf('/');
  const moved = withHeader(draft, 'X-Forwarded-Proto', `${scheme}://${host}${before}`);
  const elsewhere = withHeader(moved, 'Host', inner.slice(0, at));
  return { ...withHeader(elsewhere, 'X-Forwarded-Host', undefined), target: inner.slice(at) };
}
