const hostList = /^[\w.:[\]-]{1,255}(?:, ?[\w.:[\]-]{1,255})*$/;
const number = /^\d{1,10}$/;
const charset = String.raw`(?:; ?charset="?(?:utf-8|us-ascii|iso-8859-\d\d?)"?)?`;

/** Header fields that say how a message was sent, and what they look like then. */
const technical: Readonly<Record<string, RegExp>> = {
  host: hostList,
  'x-forwarded-host': hostList,
  'x-forwarded-proto': /^(?:https?|wss?)(?:, ?(?:https?|wss?))*$/i,
  'x-forwarded-port': number,
  'content-type': new RegExp(
    `^(?:application/(?:x-www-form-urlencoded|json|xml|cloudevents(?:-batch)?\\+json)|text/(?:xml|html|plain)|audio/(?:mpeg|wav|x-wav))${charset}$`,
    'i',
  ),
  'content-length': number,
  'retry-after': number,
  age: number,
  date: /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/,
  'x-twilio-signature': /^[\w+/]{20,88}={0,2}$/,
  'i-twilio-idempotency-token': /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/,
  'user-agent': /^(?:TwilioProxy|TwilioMediaStreamServer|sig-listen|curl)(?:\/[\d.]+)?$/i,
  accept: /^\*\/\*$/,
  'accept-encoding':
    /^(?:gzip|deflate|br|zstd|identity)(?:, ?(?:gzip|deflate|br|zstd|identity))*$/i,
  'content-encoding': /^(?:gzip|deflate|br|zstd|identity)$/i,
  connection: /^(?:keep-alive|close|upgrade)(?:, ?(?:keep-alive|close|upgrade))*$/i,
  'keep-alive': /^timeout=\d{1,6}(?:, ?max=\d{1,6})?$/i,
  'transfer-encoding': /^chunked$/i,
  upgrade: /^websocket$/i,
  'sec-websocket-version': /^\d{1,3}$/,
  'cache-control': /^(?:no-cache|no-store|private|public|max-age=\d{1,9})$/i,
};

/** Those that have a URL: it is treated as a request target is. */
const withUrl = ['location', 'content-location', 'referer'];
/** Those that have a hash of the content: whoever knows the rest finds out what was taken out. */
const withHash = /^(?:etag|if-none-match|if-match|content-md5|(?:content-|repr-)?digest)$/i;

/** What a header field has. */
export type FieldKind = 'technical' | 'url' | 'hash' | 'other';

/** Tells what is in a header field, by its name and by its looks. */
export function fieldKind(name: string, value: string): FieldKind {
  const lower = name.toLowerCase();
  if (Object.hasOwn(technical, lower) && technical[lower]?.test(value)) return 'technical';
  if (withUrl.includes(lower)) return 'url';
  return withHash.test(name) ? 'hash' : 'other';
}
