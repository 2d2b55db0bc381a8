import { tableOf } from './row.js';

/** How to get at the bytes, in the words of each framework. */
const raw =
  'Put webhook() before the body parser, or keep the raw bytes (Express: captureRawBody; koa-body: includeUnparsed; Nest: rawBody: true)';
const outside = (what: string) =>
  `Find what ${what} before this server reads the body: a proxy or a gateway.`;
const changedBy = (what: string) => ({
  fix: `Put webhook() before the middleware that ${what}, or verify the raw body.`,
  outside: outside(what),
});
const asForm =
  'Send a form (application/x-www-form-urlencoded; with curl -d, with sig send -p), as the sender does.';

/** The body that was verified is not the one that was signed. */
export const contentCauses = tableOf({
  'body-consumed': {
    title: 'Something read the body, or parsed it, before it could be verified.',
    fix: `${raw}.`,
  },
  'params-trimmed': {
    title: 'White space was trimmed from a parameter.',
    ...changedBy('trims it'),
  },
  'line-ends-changed': {
    title: 'The line ends were changed (CR LF and LF).',
    ...changedBy('changes them'),
  },
  'blank-params-dropped': {
    title: 'Blank parameters were dropped.',
    ...changedBy('drops them'),
  },
  'blank-params-changed': {
    title: 'Blank parameters got the value "null" or "undefined".',
    ...changedBy('changes them'),
  },
  'param-added': {
    title: 'A parameter was added that the sender did not sign.',
    ...changedBy('adds it'),
  },
  'query-merged': {
    title: 'The parameters of the query were merged into those of the body.',
    fix: 'Verify the parameters of the body alone (PHP: $_POST, not $_REQUEST; Rails: request.POST), or the raw body.',
  },
  'names-changed': {
    title: 'The names of parameters were changed.',
    ...changedBy('renames them'),
  },
  'numbers-changed': {
    title: 'Values were read as numbers: a "+" or zeros at the start were lost.',
    ...changedBy('converts them'),
  },
  'repeated-names-collapsed': {
    title: 'Repeated parameters were dropped or joined.',
    fix: 'Verify the raw body: this parser keeps one value a name.',
    outside: outside('keeps one value a name'),
  },
  'plus-as-space': {
    title:
      'Plus signs in values became spaces, or the other way round: the body was decoded twice.',
    fix: 'Verify the raw body, or find what decodes or encodes it a second time.',
    outside: outside('decodes or encodes values a second time'),
  },
  'escapes-in-values': {
    title: 'Escapes in values were decoded once too often, or once too little.',
    fix: 'Verify the raw body, or find what decodes or encodes it a second time.',
    outside: outside('decodes or encodes values a second time'),
  },
  'values-escaped': {
    title: 'Values were escaped or unescaped (HTML entities, backslashes).',
    ...changedBy('escapes them'),
  },
  'charset-broken': {
    title: 'UTF-8 was read as Latin-1 (or the other way round).',
    fix: 'Let the body parser read UTF-8, or verify the raw body.',
    outside: outside('converts the character set'),
  },
  'unicode-normalized': {
    title: 'Accented letters were composed or decomposed (Unicode normalization).',
    ...changedBy('normalizes them'),
  },
  'content-type-changed': {
    title: 'The body is the form that was signed, under another Content-Type.',
    fix: 'Pass the Content-Type on as it came: application/x-www-form-urlencoded.',
  },
  'form-as-json': {
    title: 'The body is JSON that was made of the form that was signed.',
    fix: 'Pass the form on as it came (API Gateway: no mapping template, or proxy integration).',
  },
  'json-reserialised': {
    title: 'The JSON was parsed and re-serialized before it was verified.',
    fix: `${raw}.`,
    outside: outside('parses and re-serializes it'),
  },
  'body-changed': {
    title: 'The URL is the one that was signed; the body is not the one that it has the hash of.',
    fix: 'Verify the raw body as it came: something decoded, parsed or changed it.',
    outside: outside('changes the body'),
  },
  'body-trimmed': {
    title: 'White space at the ends of the body was added or removed.',
    fix: `${raw}.`,
    outside: outside('trims the body'),
  },
  'hash-case': {
    title: 'The bodySHA256 of the URL is that of the body, in upper case.',
    fix: 'Let the sender write the hash in lower-case hex, as the scheme asks.',
  },
  'json-as-form': {
    title: 'A JSON body was verified as if it were form parameters.',
    fix: 'Verify with the raw body and its Content-Type; JSON is covered by bodySHA256, not by parameters.',
  },
  'get-signature-on-post': {
    title: 'The signature covers the URL alone, and the request has a body that it does not cover.',
    fix: 'If the sender sends this, it is not signed as the scheme asks; if not, it is a replayed GET.',
  },
  'body-compressed': {
    title: 'The body is compressed (gzip), and no Content-Encoding says so.',
    fix: 'Find the proxy or gateway that compresses it, or that drops Content-Encoding: the signature covers the plain bytes.',
  },
  'body-multipart': {
    title: 'The body is multipart/form-data, which no signature of this scheme covers.',
    fix: asForm,
  },
  'body-json': {
    title: 'The body is JSON, and the URL has no bodySHA256 that would cover it.',
    fix: 'Send the URL that sign({ url, body }) or "sig sign URL --body @file" returns; for a form, send a form.',
  },
  'body-text': {
    title: 'The body is text, and the URL has no bodySHA256 that would cover it.',
    fix: asForm,
  },
  'body-untyped': {
    title: 'The body has no Content-Type, and the URL no bodySHA256 that would cover it.',
    fix: asForm,
  },
  'body-other': {
    title: 'The body is not a form, and the URL has no bodySHA256 that would cover it.',
    fix: asForm,
  },
});
