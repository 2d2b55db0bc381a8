export {
  type AuthToken,
  type Guard,
  type GuardOptions,
  hintOf,
  isOptionError,
  isWebhookError,
  OptionError,
  type Params,
  type PublicUrl,
  type Rejected,
  reject,
  type SignedRequest,
  type SignedRequestOptions,
  sign,
  signedRequest,
  type VerifiedWebhook,
  WebhookError,
  type WebhookErrorCode,
  type WebhookOptions,
  type WebhookRequest,
} from '@sig/core';
export { rejectUpgrade } from '@sig/core/node';
export { createVerifier, type KoaApplication, type UpgradeVerifier } from './upgrade.js';
export {
  guard,
  type WebhookContext,
  type WebhookMiddleware,
  type WebhookState,
  webhook,
} from './webhook.js';
