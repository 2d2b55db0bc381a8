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
    title: 'The signature is HMAC-SHA256; with an auth token HMAC-SHA1 is expected.',
    fix: 'Shared keys sign with HMAC-SHA256, and say so in X-Twilio-Webhooks-Signature-Settings: look for a proxy that drops that header. If it is no shared key, let the sender use HMAC-SHA1.',
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
  'settings-malformed': {
    title:
      'The header that names a shared key (X-Twilio-Webhooks-Signature-Settings) does not parse, or came twice.',
    fix: 'Pass it on as it came: key=KEY_ID,algorithm=HMAC_SHA256.',
  },
  'shared-key-unknown': {
    title: 'The request says that a shared key signed it which is not configured here.',
    fix: 'Add it to "sharedKeys", or choose another key for this webhook at the sender.',
  },
  'shared-key-algorithm': {
    title: 'The request announces another algorithm than its shared key has here.',
    fix: 'Keys sign with HMAC-SHA256. If this one signs with SHA-1, set its "algorithm" to "HMAC-SHA1".',
  },
  'only-shared-keys': {
    title: 'An auth token signed the request, or so it seems, and only shared keys are configured.',
    fix: 'Give "authToken" next to "sharedKeys" until every webhook uses a shared key.',
  },
  'signature-sha1': {
    title: 'The signature is HMAC-SHA1; this shared key signs with HMAC-SHA256.',
    fix: 'Set the "algorithm" of the key to "HMAC-SHA1" if that is what the sender uses.',
  },
  'no-token': {
    title: 'There is no auth token to verify this request with.',
    fix: 'Return the token of the account from "authToken" (unverifiedParams.AccountSid names it), or set TWILIO_AUTH_TOKEN.',
  },
});
