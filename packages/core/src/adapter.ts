// `@sig/core/adapter`: what adapters, guards and tools are made of. Users of an adapter need none of it.
export {
  type Algorithm,
  type Bytes,
  type Encoding,
  equal,
  hash,
  hmac,
  supports,
} from './hash/index.js';
export { type Answer, type BodyCollector, collectBody } from './idempotency/answer.js';
export { respondOnce } from './idempotency/respond-once.js';
export type { Turn } from './idempotency/turns.js';
export {
  type BasicCredentials,
  formatBasic,
  hasControls,
  parseBasic,
} from './scheme/basic-credentials.js';
export { candidateUrls, maxCandidates } from './scheme/candidate-urls.js';
export { isForm, mediaType } from './scheme/content-type.js';
export { signatureHeader } from './scheme/sign.js';
export { formatSignatureSettings, signatureSettingsHeader } from './scheme/signature-settings.js';
export { joinUrl, splitUrl, type UrlParts } from './scheme/url-parts.js';
export { checkContentEncoding } from './webhook/content-encoding.js';
export {
  fetchRequest,
  printForm,
  type VerifiedInit,
  verifiedRequest,
} from './webhook/fetch-request.js';
export { rejectionBody, rejectionResponse, withHeaders } from './webhook/fetch-response.js';
export { checkOptionNames } from './webhook/option-names.js';
export {
  createGuardReceiver,
  createReceiver,
  type GuardOptions,
  type Passed,
  type Receiver,
  type ReceiverSetting,
  verifiedOf,
} from './webhook/receiver.js';
export { defaultBodyLimit, firstListed, maxAlternateTargets } from './webhook/request.js';
export { isHost, matchingConfigured } from './webhook/request-url.js';
