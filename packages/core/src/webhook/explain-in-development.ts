import type { WebhookError, WebhookErrorCode } from '../errors.js';
import type { CheckedSignatureOptions } from './options.js';
import { type WebhookRequest, withBody } from './request.js';
import type { SignatureTrace } from './signature-guard.js';

/** Rejections that a mistake of the set-up may be behind. */
const explained: readonly WebhookErrorCode[] = [
  'missing-signature',
  'malformed-signature',
  'signature-mismatch',
  'body-hash-mismatch',
  'body-not-signed',
];

/** How many rejections of a receiver are explained: an attacker can make them happen at will. */
const maxExplained = 50;

/** Tells the operator why a request was rejected. */
export type Explainer = (
  error: WebhookError,
  request: WebhookRequest,
  trace: SignatureTrace,
) => Promise<void>;

/**
 * In development, tells the operator why a signature failed: once for each distinct cause, in five lines or
 * fewer. Never in production, and never the client. One request at a time, and only with what has been read
 * and looked up of it anyway.
 */
export function developmentExplainer(
  options: CheckedSignatureOptions,
  warn: (message: string) => void,
): Explainer {
  let left = maxExplained;
  let busy = false;
  const explainedCauses = new Set<string>();
  return async (error, request, trace) => {
    if (!explained.includes(error.code) || left === 0 || busy || isProduction()) return;
    left -= 1;
    busy = true;
    try {
      const [{ explainChecked }, { formatExplanation }] = await Promise.all([
        import('../explain/explain-request.js'),
        import('../explain/explanation.js'),
      ]);
      const known = withBody(request, () => trace.body ?? { bytes: new Uint8Array(0) });
      const explanation = await explainChecked(known, options, { tokens: trace.tokens ?? [] });
      const key = explanation.cause ?? error.code;
      if (explainedCauses.has(key)) return;
      explainedCauses.add(key);
      const path = JSON.stringify(request.target.split('?', 1)[0]?.slice(0, 200)).slice(1, -1);
      warn(`[sig] ${error.code}: ${request.method} ${path} ${formatExplanation(explanation)}`);
    } catch {
      // The request is rejected all the same; an explanation is a courtesy.
    } finally {
      busy = false;
    }
  };
}

/** Whether this is production; so it is if the environment may not be read (Deno asks for permission). */
function isProduction(): boolean {
  try {
    // Bundlers put the value in place of this very expression.
    return typeof process === 'undefined' || process.env.NODE_ENV === 'production';
  } catch {
    return true;
  }
}
