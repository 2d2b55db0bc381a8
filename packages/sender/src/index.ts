export { Call, type CallRequest, type CallRequestOptions } from './call.js';
export { SenderError, type SenderErrorCode, TlsError, type TlsErrorCode } from './errors.js';
export { eventStreams, type SenderOptions } from './options.js';
export type { SendResult, Step } from './result.js';
export { createSender, type Sender } from './sender.js';
export {
  type FormParams,
  type RequestToSign,
  type SignedRequest,
  type SigningOptions,
  signRequest,
} from './sign-request.js';
export { type TrustOptions, trusting } from './trust.js';
