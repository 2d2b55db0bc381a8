import { WebhookError } from '../errors.js';

/**
 * The most parameters that a form may have. They are sorted before anything is known of their sender, and a
 * million one-letter names would cost many times what a genuine body of that size does.
 */
export const maxParams = 16_384;

/** @throws WebhookError `body-too-large` */
export function checkParamCount(count: number): void {
  if (count <= maxParams) return;
  const message = `The form has more than ${maxParams} parameters.`;
  throw new WebhookError('body-too-large', { message });
}
