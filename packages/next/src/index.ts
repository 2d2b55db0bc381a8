export {
  type AuthToken,
  type Guard,
  isWebhookError,
  OptionError,
  type Params,
  type PublicUrl,
  type Received,
  WebhookError,
  type WebhookErrorCode,
  type WebhookOptions,
  type WebhookRequest,
} from '@sig/core';
export { guard, type RouteHandler, type WebhookHandler, webhook } from './webhook.js';
