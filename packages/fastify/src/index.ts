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
export { type FastifyGuardOptions, guard } from './guard.js';
export { type FastifyWebhookOptions, webhook } from './webhook.js';
