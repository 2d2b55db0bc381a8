// Endpoints with one defect each, at /NAME, as they are written by hand with node:http.
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';

const token = process.env.TWILIO_AUTH_TOKEN;

function sign(url, pairs, key = token) {
  const texts = new Set(pairs.map(([name, value]) => `${name}\0${value}`));
  const text = url + [...texts].sort().join('').replaceAll('\0', '');
  return createHmac('sha1', key).update(text).digest('base64');
}

function covered({ isForm, body, url }) {
  if (isForm || body.length === 0) return true;
  const hashes = new URL(url).searchParams.getAll('bodySHA256');
  const hash = createHash('sha256').update(body).digest('hex');
  return hashes.length === 1 && hashes[0] === hash;
}

const correct = (seen) => covered(seen) && sign(seen.url, seen.pairs) === seen.signature;
const withPairs = (seen, pairs) => correct({ ...seen, pairs: seen.isForm ? pairs : [] });
const withUrl = (seen, url) => covered(seen) && sign(url, seen.pairs) === seen.signature;

/** What each endpoint does in another way. */
const defects = {
  'compares-the-length-that-came': (seen) =>
    covered(seen) &&
    Boolean(seen.signature) &&
    sign(seen.url, seen.pairs).startsWith(seen.signature),
  'compares-the-end': (seen) =>
    covered(seen) && sign(seen.url, seen.pairs).slice(4) === seen.signature?.slice(4),
  'ignores-json-bodies': (seen) => sign(seen.url, seen.pairs) === seen.signature,
  'accepts-unsigned-get': (seen) => seen.req.method === 'GET' || correct(seen),
  'accepts-unsigned-head': (seen) => seen.req.method === 'HEAD' || correct(seen),
  'empty-key': (seen) =>
    correct(seen) || (covered(seen) && sign(seen.url, seen.pairs, '') === seen.signature),
  'undefined-key': (seen) =>
    correct(seen) ||
    (covered(seen) && sign(seen.url, seen.pairs, `${process.env.OTHER_TOKEN}`) === seen.signature),
  'lower-cases-the-path': (seen) => {
    const { host, pathname, search } = new URL(seen.url);
    return withUrl(seen, `http://${host}${pathname.toLowerCase()}${search}`);
  },
  'the-last-of-repeated': (seen) => withPairs(seen, [...new Map(seen.pairs)]),
  'each-of-repeated': (seen) =>
    correct(seen) ||
    withPairs(seen, [...new Map(seen.pairs)]) ||
    withPairs(seen, [...new Map([...seen.pairs].reverse())]),
  'skips-added-names': (seen) =>
    withPairs(
      seen,
      seen.pairs.filter(([name]) => !/^(?:Zone|Digits2)$/.test(name)),
    ),
  'only-if-there-is-a-signature': (seen) => seen.signature === undefined || correct(seen),
  'only-for-one-spelling': (seen) => seen.path !== seen.path.toLowerCase() || correct(seen),
  'ignores-a-repeated-query': (seen) => {
    const [head, query = ''] = seen.url.split('?');
    const names = new Map(
      query
        .split('&')
        .map((part) => [part.split('=')[0], part])
        .reverse(),
    );
    return (
      correct(seen) ||
      (query !== '' && withUrl(seen, `${head}?${[...names.values()].reverse().join('&')}`))
    );
  },
  'trusts-the-forwarded-host': (seen) => {
    const { host, 'x-forwarded-host': forwarded = host } = seen.req.headers;
    return withUrl(seen, `http://${forwarded}${seen.req.url}`);
  },
  'development-on-localhost': (seen) => /^localhost\b/.test(seen.req.headers.host) || correct(seen),
};

const limits = new Map();

/** How those refuse, or limit, that have no defect. */
const odd = {
  'odd-two-hundred': (res) => res.writeHead(200).end(`no ${Date.now()}`),
  'odd-login': (res) => res.writeHead(303, { Location: '/login?back=here' }).end(),
  'odd-closed': (res) => res.socket.destroy(),
  'odd-not-found': (res) => res.writeHead(404).end('nothing here'),
  'odd-limit': (res) => res.writeHead(429).end('slow down'),
  'odd-refusals-limited': (res) => res.writeHead(403).end('forbidden'),
  'odd-health-check': (res) => res.writeHead(403).end('forbidden'),
};

createServer(async (req, res) => {
  const body = await bodyOf(req);
  if (body === undefined) return res.writeHead(413).end();
  const path = req.url.split('?')[0];
  const name = path.slice(1).toLowerCase();
  const anyCase = ['lower-cases-the-path', 'only-for-one-spelling'].includes(name);
  const known = Object.hasOwn(defects, name) || Object.hasOwn(odd, name);
  if (!known || (path !== `/${name}` && !anyCase)) return res.writeHead(404).end();
  // A limit on refused requests: thirty, then a second of rest for everyone.
  const limit = limits.get(name) ?? { refused: 0, until: 0 };
  if (limit.until > Date.now()) return res.writeHead(429, { 'Retry-After': '1' }).end('too many');
  if (name === 'odd-health-check' && req.method === 'GET') {
    return res.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>This service is up</h1>');
  }
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(req.headers['content-type']);
  const accepted = (defects[name] ?? correct)({
    req,
    path,
    url: `http://${req.headers.host}${req.url}`,
    signature: req.headers['x-twilio-signature'],
    isForm,
    body,
    pairs: isForm ? [...new URLSearchParams(body.toString())] : [],
  });
  if (accepted) return res.writeHead(200, { 'Content-Type': 'text/xml' }).end('<Response/>');
  limit.refused += 1;
  if (name === 'odd-refusals-limited' && limit.refused % 30 === 0) limit.until = Date.now() + 900;
  limits.set(name, limit);
  (odd[name] ?? ((to) => to.writeHead(403).end('forbidden')))(res);
}).listen(Number(process.env.PORT), '0.0.0.0');

async function bodyOf(req) {
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of req) {
      length += chunk.length;
      if (length > 1_000_000) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // The client went away in the middle.
  }
  return Buffer.concat(chunks);
}
