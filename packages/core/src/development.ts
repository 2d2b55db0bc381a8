import type { WebhookError, WebhookErrorCode } from './errors.js';
import type { WebhookOptions } from './options.js';
import type { WebhookRequest } from './request.js';

/** Rejections that a mistake of the set-up may be behind. */
const explained: readonly WebhookErrorCode[] = [
  'missing-signature',
  'malformed-signature',
  'signature-mismatch',
  'body-hash-mismatch',
  'body-not-signed',
];

/** How many rejections of a process are explained: strangers can make them happen at will. */
let left = 50;
const told = new Set<string>();

/**
 * In development, tells the operator why a signature failed: once for each distinct cause, in five lines or
 * fewer. Never in production, and never the client.
 */
export async function explainInDevelopment(
  error: WebhookError,
  request: WebhookRequest,
  options: WebhookOptions,
  warn: (message: string) => void,
): Promise<void> {
  // Bundlers put the value in place of this very expression.
  if (typeof process === 'undefined' || process.env.NODE_ENV === 'production') return;
  if (!explained.includes(error.code) || left === 0) return;
  left -= 1;
  try {
    const { explainRequest, formatExplanation } = await import('./explain/index.js');
    const explanation = await explainRequest(request, options);
    const key = explanation.cause ?? error.code;
    if (told.has(key)) return;
    told.add(key);
    const path = request.target.split('?', 1)[0];
    warn(`[sig] ${error.code}: ${request.method} ${path} ${formatExplanation(explanation)}`);
  } catch {
    // The request is rejected all the same; an explanation is a courtesy.
  }
}
