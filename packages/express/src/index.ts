export {
  type AuthToken,
  type Guard,
  isWebhookError,
  OptionError,
  type Params,
  type PublicUrl,
  WebhookError,
  type WebhookErrorCode,
  type WebhookOptions,
  type WebhookRequest,
} from '@sig/core';
export { rejectUpgrade } from '@sig/core/node';
export { captureRawBody } from './capture-raw-body.js';
export { guard } from './guard.js';
export { verifyUpgrade } from './verify-upgrade.js';
export { type WebhookHandler, webhook } from './webhook.js';
