import { tableOf } from './row.js';

const asItCame = 'Pass the header on as it came.';
const otherScheme = 'It is that of another scheme, or was converted: pass it on as it came.';

/** The signature, or the key that it was checked with, is another one. */
export const keyCauses = tableOf({
  'signature-doubled': {
    title: 'The signature header came twice.',
    fix: 'Find the proxy that adds the header a second time.',
  },
  'signature-quoted': {
    title: 'The signature has quotes or white space around it.',
    fix: asItCame,
  },
  'signature-url-encoded': {
    title: 'The signature was URL-encoded on its way.',
    fix: asItCame,
  },
  'signature-case': {
    title: 'The letters of the signature were changed to one case.',
    fix: asItCame,
  },
  'signature-padding': {
    title: 'The signature lost the "=" at its end.',
    fix: asItCame,
  },
  'signature-base64url': {
    title: 'The signature is base64url ("-" and "_"); base64 is expected.',
    fix: asItCame,
  },
  'signature-prefixed': {
    title: 'The signature has a prefix such as "sha1=".',
    fix: `${otherScheme} This scheme has no prefix.`,
  },
  'signature-hex': {
    title: 'The signature is hex; base64 is expected.',
    fix: 'Let the sender write base64; this is another scheme.',
  },
  'signature-sha256': {
    title: 'The signature is HMAC-SHA256; HMAC-SHA1 is expected.',
    fix: 'Let the sender use HMAC-SHA1; this is another scheme.',
  },
  'signature-malformed': {
    title: 'The signature is not an HMAC-SHA1 in base64: 28 characters, the last of them "=".',
    fix: `${otherScheme} Or it was cut.`,
  },
  'signature-ecdsa': {
    title: 'The signature has the form of ECDSA; HMAC-SHA1 is expected.',
    fix: 'Verify it with the public key and the library of the service that sends it.',
  },
  'signature-other-header': {
    title: 'The signature is in another header than the one that is read.',
    fix: 'Set "header" to the name of that header.',
  },
  'other-service': {
    title: 'The request has no signature of this scheme, and that of another service.',
    fix: 'Verify it with the library of that service, on a route of its own.',
  },
  'no-signature': {
    title: 'The request has no signature.',
    fix: 'Genuine requests have one. Look for a proxy that drops unknown headers, or set "header".',
  },
  'token-untidy': {
    title:
      'The auth token is not as tidy as it should be: white space, quotes, a name or a comment.',
    fix: 'Leave only the token where it is set ("authToken", TWILIO_AUTH_TOKEN).',
  },
  'token-encoded': {
    title: 'The auth token is encoded (base64, as in a Kubernetes secret, or URL-encoded).',
    fix: 'Decode it before it is set ("authToken", TWILIO_AUTH_TOKEN).',
  },
  'token-of-another': {
    title: 'The request was signed with another auth token that is known here.',
    fix: 'Give that token too: a list, or a function of the account, as "authToken".',
  },
  'no-token': {
    title: 'There is no auth token to verify this request with.',
    fix: 'Return the token of the account from "authToken" (unverifiedParams.AccountSid names it), or set TWILIO_AUTH_TOKEN.',
  },
});
