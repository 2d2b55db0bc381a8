import { tableOf } from './row.js';

const publicUrl = 'Set "publicUrl" to the origin that is configured at the sender';
const configuredUrl = 'set "configuredUrl" to the URL exactly as configured at the sender';

/** The URL that was verified is not the one that was signed. */
export const urlCauses = tableOf({
  'scheme-swapped': {
    title: 'The sender signed another scheme than this server sees (TLS ends at a proxy).',
    fix: `${publicUrl} (https://...), or let the framework trust the proxy.`,
  },
  'websocket-scheme': {
    title:
      'A WebSocket URL (wss://) was signed, and an http URL was verified, or the other way round.',
    fix: 'Verify upgrades with createVerifier() of the adapter or of @sig/core/node, and nothing else with it.',
  },
  'host-internal': {
    title: 'This server verified another host name than the sender signed.',
    fix: `${publicUrl}, or let the framework trust the proxy.`,
  },
  'port-differs': {
    title: 'The sender signed another port than this server sees.',
    fix: `${publicUrl}, with the port if there is one.`,
  },
  'host-case': {
    title: 'The letters of the host name have another case than the sender signed.',
    fix: `${publicUrl}, in the same case.`,
  },
  'prefix-stripped': {
    title: 'A proxy strips a path prefix that the sender signed.',
    fix: 'Set "publicUrl" to the origin with that prefix: https://example.com/prefix',
  },
  'prefix-added': {
    title: 'The path has a prefix here that the sender did not sign.',
    fix: 'Set "rewrite" to { from: "/", to: "/prefix" }, or remove the path from "publicUrl".',
  },
  'path-mapped': {
    title: 'A proxy maps the path that the sender signed to another one.',
    fix: 'Set "rewrite" to { from, to }: the path configured at the sender, and the one that this server sees.',
  },
  'mount-path-lost': {
    title: 'The path lost its beginning in a router: url was verified in place of originalUrl.',
    fix: 'Use the adapter, or build the URL from the request target as it came (req.originalUrl).',
  },
  'trailing-slash': {
    title: 'The path differs by a slash at its end.',
    fix: 'Configure the URL at the sender exactly as the server takes it, slash and all.',
  },
  'slashes-merged': {
    title: 'Double slashes of the path were merged, or doubled.',
    fix: 'Configure the URL at the sender without them, or turn merging off in the proxy (nginx: merge_slashes off).',
  },
  'path-case': {
    title: 'The letters of the path have another case than the sender signed.',
    fix: 'Configure the URL at the sender in the case in which it arrives here, or set "rewrite".',
  },
  'path-reencoded': {
    title: 'Escapes in the path were decoded or encoded on the way.',
    fix: `Verify the path as it came (nginx: proxy_pass without a path), or ${configuredUrl}.`,
  },
  'query-dropped': {
    title: 'The sender signed a query string that was left out here.',
    fix: 'Verify the whole request target, query included; the proxy must pass it on.',
  },
  'query-added': {
    title: 'The URL has a query string here that the sender did not sign.',
    fix: 'Find what adds it: a proxy, a rewrite, or code that builds the URL.',
  },
  'query-param-added': {
    title: 'The query has parameters here that the sender did not sign.',
    fix: 'Find what adds them: a proxy, a rewrite, or code that builds the URL.',
  },
  'query-param-removed': {
    title: 'Parameters of the query that the sender signed are missing here.',
    fix: 'Find what removes them: a proxy, a cache, or code that builds the URL.',
  },
  'params-in-query': {
    title: 'Parameters of the body were added to the query of the URL.',
    fix: 'Verify the request target as it came, not a URL that was built from the parameters.',
  },
  'query-reencoded': {
    title: 'The query string was parsed and re-serialized: escapes differ.',
    fix: `Verify the request target as it came, or ${configuredUrl}.`,
  },
  'query-reordered': {
    title: 'The parameters of the query string stand in another order than the sender signed.',
    fix: 'Find the proxy or the code that sorts them. If the sender does, configure its URL with the parameters in this order.',
  },
  'query-differs': {
    title: 'The query string is not the one that the sender signed.',
    fix: 'Find what changes it: a proxy, a rewrite, or code that builds the URL.',
  },
  fragment: {
    title: 'The URL has a fragment (#...) here, which is never signed.',
    fix: 'Leave the fragment out of the URL that is verified.',
  },
  userinfo: {
    title: 'The URL differs by user:password@.',
    fix: 'Leave the userinfo out of the URL that is verified, or give it as configured.',
  },
  'public-url-empty': {
    title: 'The "publicUrl" function returned no origin for this request.',
    fix: 'Return the origin that is configured at the sender, such as "https://example.com", for every request.',
  },
  'url-unknown': {
    title: 'The URL of the request cannot be determined.',
    fix: `${publicUrl}.`,
  },
});
