import { WebhookError } from '../errors.js';

/**
 * The signature covers the plain bytes; compressed ones are refused rather than guessed at
 * (RFC 9110, section 8.4).
 *
 * @throws WebhookError `unsupported-encoding`
 * @example
 * checkContentEncoding('identity') // undefined
 */
export function checkContentEncoding(contentEncoding: string | null | undefined): void {
  const coding = (contentEncoding ?? '').trim().toLowerCase();
  if (coding !== '' && coding !== 'identity') throw new WebhookError('unsupported-encoding');
}
