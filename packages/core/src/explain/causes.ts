interface Row {
  /** What was wrong, as a sentence. */
  readonly title: string;
  /** What to change. */
  readonly fix: string;
}

const publicUrl = 'Set "publicUrl" to the origin that is configured at the sender';

/** Gives the table a type that has the names and not the texts. */
const tableOf = <Name extends string>(rows: Readonly<Record<Name, Row>>) => rows;

/**
 * Every cause that an explanation can name.
 *
 * @example
 * causes['trailing-slash'].title // 'The path differs by a slash at its end.'
 */
export const causes = tableOf({
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
    title: 'This server verified another host name than the sender signed: an internal one.',
    fix: `${publicUrl}, or let the framework trust the proxy.`,
  },
  'port-differs': {
    title: 'The sender signed another port than this server sees.',
    fix: `${publicUrl}, with the port if there is one.`,
  },
  'prefix-stripped': {
    title: 'A proxy strips a path prefix that the sender signed.',
    fix: 'Set "publicUrl" to the origin with that prefix: https://example.com/prefix',
  },
  'prefix-added': {
    title: 'The path has a prefix here that the sender did not sign.',
    fix: 'Remove the path from "publicUrl", or give a function as "publicUrl" that leaves the prefix out.',
  },
  'mount-path-lost': {
    title: 'The path lost its beginning in a router: url was verified in place of originalUrl.',
    fix: 'Use the adapter, or build the URL from the request target as it came (req.originalUrl).',
  },
  'trailing-slash': {
    title: 'The path differs by a slash at its end.',
    fix: 'Configure the URL at the sender exactly as the server takes it, slash and all.',
  },
  'query-dropped': {
    title: 'The sender signed a query string that was left out here.',
    fix: 'Verify the whole request target, query included.',
  },
  'query-added': {
    title: 'The URL has a query string here that the sender did not sign.',
    fix: 'Find what adds it: a proxy, a rewrite, or code that builds the URL.',
  },
  'query-reencoded': {
    title: 'The query string was parsed and re-serialized: escapes differ.',
    fix: 'Verify the request target as it came; or give a function as "publicUrl" that returns the configured URL.',
  },
  'query-reordered': {
    title: 'The parameters of the query string stand in another order than the sender signed.',
    fix: 'Find the proxy or the code that sorts them, and verify the request target as it came.',
  },
  fragment: {
    title: 'The URL has a fragment (#...) here, which is never signed.',
    fix: 'Leave the fragment out of the URL that is verified.',
  },
  userinfo: {
    title: 'The URL differs by user:password@.',
    fix: 'Leave the userinfo out of the URL that is verified, or give it as configured.',
  },
  'body-consumed': {
    title: 'The request announces a form, and none was verified: something read the body before.',
    fix: 'Put webhook() before the body parser, or let the parser keep the raw bytes.',
  },
  'params-trimmed': {
    title: 'White space was trimmed from a parameter.',
    fix: 'Put webhook() before the middleware that trims, or verify the raw body.',
  },
  'blank-params-dropped': {
    title: 'Blank parameters were dropped.',
    fix: 'Put webhook() before the middleware that drops them, or verify the raw body.',
  },
  'param-added': {
    title: 'A parameter was added that the sender did not sign.',
    fix: 'Put webhook() before the middleware that adds it, or verify the raw body.',
  },
  'repeated-names-collapsed': {
    title: 'Of a name that was sent several times, values were lost or joined.',
    fix: 'Verify the raw body: this parser keeps one value a name.',
  },
  'plus-as-space': {
    title:
      'Plus signs in values became spaces, or the other way round: the body was decoded twice.',
    fix: 'Verify the raw body, or find what decodes or encodes it a second time.',
  },
  'charset-broken': {
    title: 'UTF-8 was read as Latin-1 (or the other way round).',
    fix: 'Let the body parser read UTF-8, or verify the raw body.',
  },
  'json-reserialised': {
    title: 'The JSON was parsed and re-serialized before it was verified.',
    fix: 'Verify the raw body: keep the bytes in the parser (captureRawBody), or put webhook() before it.',
  },
  'body-changed': {
    title: 'The URL is the one that was signed; the body is not the one that it has the hash of.',
    fix: 'Verify the raw body as it came: something decoded, parsed or changed it.',
  },
  'json-as-form': {
    title: 'A JSON body was verified as if it were form parameters.',
    fix: 'Verify with the raw body and its Content-Type; JSON is covered by bodySHA256, not by parameters.',
  },
  'get-signature-on-post': {
    title: 'The signature covers the URL alone, and the request has a body that it does not cover.',
    fix: 'If the sender sends this, it is not signed as the scheme asks; if not, it is a replayed GET.',
  },
  'signature-doubled': {
    title: 'The signature header came twice.',
    fix: 'Find the proxy that adds the header a second time.',
  },
  'signature-quoted': {
    title: 'The signature has quotes or white space around it.',
    fix: 'Pass the header on as it came.',
  },
  'signature-url-encoded': {
    title: 'The signature was URL-encoded on its way.',
    fix: 'Pass the header on as it came.',
  },
  'signature-hex': {
    title: 'The signature is hex; base64 is expected.',
    fix: 'Let the sender write base64; this is another scheme.',
  },
  'signature-sha256': {
    title: 'The signature is HMAC-SHA256; HMAC-SHA1 is expected.',
    fix: 'Let the sender use HMAC-SHA1; this is another scheme.',
  },
  'token-untidy': {
    title: 'The auth token has white space or quotes around it (as from an env file).',
    fix: 'Remove them where the token is set ("authToken", TWILIO_AUTH_TOKEN).',
  },
  'token-of-another': {
    title: 'The request was signed with another auth token that is known here.',
    fix: 'Give that token too: a list, or a function of the account, as "authToken".',
  },
  'token-is-account-sid': {
    title: 'What is set as auth token looks like an account SID or API key SID.',
    fix: 'Set "authToken" to the auth token of the account: 32 hex digits, from its console.',
  },
  'token-is-api-secret': {
    title: 'What is set as auth token looks like the secret of an API key; those sign nothing.',
    fix: 'Set "authToken" to the auth token of the account: 32 hex digits, from its console.',
  },
  'no-signature': {
    title: 'The request has no signature.',
    fix: 'Genuine requests have one. Look for a proxy that drops unknown headers, or set "header".',
  },
});

/** The stable name of a cause. */
export type Cause = keyof typeof causes;
