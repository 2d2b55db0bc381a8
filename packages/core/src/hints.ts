import type { WebhookError, WebhookErrorCode } from './errors.js';

const hints: Record<WebhookErrorCode, string> = {
  'missing-signature':
    'Genuine requests carry X-Twilio-Signature (option "header"). A proxy may be dropping it, or the request is not from the sender.',
  'malformed-signature':
    'Exactly one header is expected: of 28 base64 characters, or of 44 with a shared key (HMAC-SHA256). Look for a proxy that doubles, quotes or re-encodes it.',
  'malformed-signature-settings':
    'Exactly one X-Twilio-Webhooks-Signature-Settings header is expected, such as "key=KEY_ID,algorithm=HMAC_SHA256". Look for a proxy that doubles or changes it.',
  'unknown-key':
    'The request says that a shared key signed it whose id is not in "sharedKeys". Add the key, or look at which key the webhook setting at the sender names.',
  'unsupported-algorithm':
    'The request announces another algorithm than its shared key has here: HMAC-SHA256, or what "sharedKeys" says of the key. The announcement is not signed, so it decides nothing.',
  'signature-mismatch':
    'Most often the URL differs from the one configured at the sender: set "publicUrl". Else compare the auth token, and look for middleware that changes the body.',
  'body-not-signed':
    'Only form bodies are part of the string to sign; any other body needs a bodySHA256 parameter in the signed URL.',
  'body-hash-mismatch':
    'The body was changed on its way, or was parsed and re-serialized before it was verified.',
  'account-mismatch':
    'The signature matches, but AccountSid is missing, repeated, or not among the "accountSid" option.',
  'no-token':
    'The "authToken" function returned no token for this request; or an auth token signed it, and only "sharedKeys" are configured. Then give "authToken" as well until every sender uses a shared key.',
  'url-unknown':
    'The Host header is missing or malformed, X-Forwarded-Proto is not http or https, the request target is not a path, or the "publicUrl" function returned no origin. Set "publicUrl" to the origin that is configured at the sender.',
  'request-aborted': 'The client went away. There is nobody to answer.',
  'malformed-body': 'The signature matches, so the sender itself sent a body that does not parse.',
  'malformed-credentials':
    'Digest: a parameter is missing, repeated or not of its form (RFC 7616, section 3.4), or its uri is not the request target. A proxy that rewrites paths does that: give "publicUrl" to the guard. Bearer: the header does not hold exactly one token (RFC 6750, section 2.1).',
  unauthorized:
    'The request was challenged; the sender repeats it with credentials from the URL it was configured with. A bearer token was missing, or "check" refused it.',
  'insufficient-scope':
    'The token is valid, but "check" found that it does not permit this request. Give the client a token with the scope that the challenge names.',
  'body-too-large':
    'Raise "bodyLimit" if genuine requests are this large. A form has 16,384 parameters at most.',
  'unsupported-encoding':
    'The signature covers the plain bytes. Turn compression off at the sender, or let the server undo it first and keep rawBody.',
  'body-already-parsed':
    'Put webhook() before the body parser, or let the parser keep the raw bytes (see "with body parsers" in the README).',
  'lookup-failed':
    'A function that you gave ("authToken", "publicUrl", or credentials of a guard) threw. Its error is the "cause"; is the database that it asks reachable?',
  'guard-failed':
    'A guard in "httpAuth" must return { ok: true } or { ok: false, error: new WebhookError(...) }, and nothing else. What it threw is the "cause".',
  'lookup-timeout':
    'A function that you gave ("authToken", or a guard in "httpAuth") did not settle within "lookupTimeout". Senders give up after 15 seconds.',
  'ticket-missing':
    'The upgrade is signed, and its URL has no ticket: make the URL of <Stream> with tickets.url(). A query is not part of such a URL.',
  'ticket-invalid':
    'The ticket was sealed with another secret, for another path or region, or was changed. Does every server have the same "secrets"?',
  'ticket-expired':
    'The ticket was made too long ago: what comes before <Connect> in the TwiML took longer than "lifetime".',
  'ticket-used':
    'The ticket was used before. Either the upgrade was captured and sent again, or the sender tried again after a broken connection.',
  'store-unavailable':
    'The store that several servers share did not answer, or is full: see the "cause". Is Redis running, and reachable from here?',
  'event-key-ambiguous':
    'The signature matches, and what "key" of "idempotency" names is missing, repeated, of another form, or in a request of another "method". If it is there, the request is a captured one whose parameters were split in another way.',
  'event-in-progress':
    'The event came again, and its handler took longer than "wait" of "idempotency". Answer sooner, and do the rest of the work later.',
};

/**
 * What the operator should look at or change. For logs, and not for the client.
 *
 * @example
 * webhook({ onReject: (error) => log.warn({ code: error.code, hint: hintOf(error) }) })
 */
export function hintOf(error: Pick<WebhookError, 'code'>): string {
  return hints[error.code];
}
