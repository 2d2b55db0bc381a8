export type { AccountSid } from './scheme/account-sid.js';
export { bodyHash } from './scheme/body-hash.js';
export { isForm } from './scheme/content-type.js';
export type { Params, ParamsInput } from './scheme/params.js';
export {
  isWebhookError,
  OptionError,
  WebhookError,
  type WebhookErrorCode,
  type WebhookErrorDetails,
} from './errors.js';
export { fetchRequest, verifyRequest } from './fetch/index.js';
export { type Accepted, anyOf, type Guard, type Rejected, reject } from './webhook/guard.js';
export { hintOf } from './hints.js';
export { checkNames, type SignatureOptions, type WebhookOptions } from './webhook/options.js';
export {
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Received,
  type Receiver,
  type ReceiverSetting,
} from './webhook/receiver.js';
export {
  defaultBodyLimit,
  type PublicUrl,
  type RequestBody,
  type Rewrite,
  type WebhookRequest,
} from './webhook/request.js';
export { type Signed, type SignOptions, sign } from './scheme/sign.js';
export { signature, type VerifiedTarget } from './webhook/signature-guard.js';
export { stringToSign } from './scheme/string-to-sign.js';
export type { AuthToken, UnverifiedRequest } from './webhook/auth-token.js';
export { candidateUrls, maxCandidates } from './scheme/candidate-urls.js';
export { joinUrl, splitUrl, type UrlParts } from './scheme/url-parts.js';
export { type Verdict, type Verified, type VerifyOptions, verify } from './scheme/verify.js';
