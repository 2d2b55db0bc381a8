// What users of any runtime import. Those who write an adapter or a guard find the rest in `@sig/core/adapter`.
export {
  isOptionError,
  isWebhookError,
  OptionError,
  WebhookError,
  type WebhookErrorCode,
  type WebhookErrorDetails,
} from './errors.js';
export { hintOf } from './hints.js';
export type { EventFields, EventKind } from './idempotency/event-key.js';
export type { EventKey, IdempotencyOptions, KeyedEvent } from './idempotency/options.js';
export type * from './params/index.js';
export type { AccountSid } from './scheme/account-sid.js';
export type { RequestBody } from './scheme/body-coverage.js';
export { bodyHash } from './scheme/body-hash.js';
export type { Params, ParamsInput } from './scheme/params.js';
export type { Provider } from './scheme/providers.js';
export type { SharedKey, SharedKeys } from './scheme/shared-keys.js';
export { type Signed, type SigningSharedKey, type SignOptions, sign } from './scheme/sign.js';
export type { SignatureAlgorithm } from './scheme/signature-settings.js';
export type { HeadersInput, SignedParts } from './scheme/signed-parts.js';
export {
  type SignedRequest,
  type SignedRequestOptions,
  signedRequest,
} from './scheme/signed-request.js';
export { stringToSign } from './scheme/string-to-sign.js';
export {
  type Accepted,
  type Rejected,
  reject,
  type Verdict,
  type Verified,
  type VerifiedKey,
  type VerifiedWebhook,
  type WebhookEvent,
} from './scheme/verdict.js';
export { type VerifyOptions, verify } from './scheme/verify.js';
export type { AuthToken, UnverifiedRequest } from './webhook/auth-token.js';
export {
  createVerifier,
  type Verifier,
  type VerifierOptions,
} from './webhook/create-verifier.js';
export { anyOf, type Guard } from './webhook/guard.js';
export type { SignatureOptions, WebhookOptions } from './webhook/options.js';
export type { GuardOptions, Received } from './webhook/receiver.js';
export type { PublicUrl, Rewrite, WebhookRequest } from './webhook/request.js';
export type { SharedKeysOption } from './webhook/shared-keys.js';
export { signatureGuard } from './webhook/signature-guard.js';
