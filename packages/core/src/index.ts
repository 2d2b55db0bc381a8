export type { AccountSid } from './account.js';
export { bodyHash } from './body/body-hash.js';
export { isForm } from './body/content-type.js';
export type { Params, ParamsInput } from './body/params.js';
export {
  isWebhookError,
  OptionError,
  WebhookError,
  type WebhookErrorCode,
  type WebhookErrorDetails,
} from './errors.js';
export {
  fetchRequest,
  type ReceivedRequest,
  type VerifiedInit,
  verifiedRequest,
  verifyRequest,
} from './fetch.js';
export { type Accepted, anyOf, type Guard, type Rejected, reject } from './guard.js';
export { hintOf } from './hints.js';
export { checkNames, type SignatureOptions, type WebhookOptions } from './options.js';
export {
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Received,
  type Receiver,
  type ReceiverSetting,
} from './receiver.js';
export {
  defaultBodyLimit,
  type PublicUrl,
  type RequestBody,
  type Rewrite,
  type WebhookRequest,
} from './request.js';
export { type Signed, type SignOptions, sign } from './sign.js';
export { signature, type VerifiedTarget } from './signature.js';
export { stringToSign } from './string-to-sign.js';
export type { AuthToken, UnverifiedRequest } from './token.js';
export { candidateUrls, maxCandidates } from './url/candidates.js';
export { joinUrl, splitUrl, type UrlParts } from './url/split.js';
export { type Verdict, type Verified, type VerifyOptions, verify } from './verify.js';
