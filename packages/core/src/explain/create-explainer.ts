import { OptionError } from '../errors.js';
import { monotonic } from '../webhook/clock.js';
import { checkWebhookOptions, type WebhookOptions } from '../webhook/options.js';
import type { WebhookRequest } from '../webhook/request.js';
import { explainChecked, type KnownOfRequest } from './explain-request.js';
import type { Explanation } from './explanation.js';

/** How often an explainer explains. */
export interface ExplainerOptions {
  /** How long it rests after an explanation, in milliseconds. Default: 1000. */
  readonly pause?: number;
}

/** Explains a rejected request; `undefined` while it explains another one, or rests. */
export type Explainer = (
  request: WebhookRequest,
  known?: KnownOfRequest,
) => Promise<Explanation | undefined>;

/**
 * {@link explainRequest} for `onReject` in production, where attackers can have requests rejected at will: one
 * at a time, with a pause behind each, so that explaining takes a few percent of a processor at the most.
 *
 * @param options those of `webhook(options)`
 * @throws OptionError if an option is wrong, or `pause` is not a number of milliseconds
 * @example
 * const explain = createExplainer(options)
 * webhook({ ...options, onReject: async (error, request) => {
 *   const explanation = await explain(request)
 *   if (explanation) log.warn(error.code, formatExplanation(explanation))
 * } })
 */
export function createExplainer(
  options: WebhookOptions,
  explainerOptions: ExplainerOptions = {},
): Explainer {
  const { signature } = checkWebhookOptions(options);
  const pause = checkPause(explainerOptions);
  let isBusy = false;
  let restsUntil = Number.NEGATIVE_INFINITY;
  return async (request, known) => {
    if (isBusy || monotonic() < restsUntil) return undefined;
    isBusy = true;
    try {
      return await explainChecked(request, signature, known);
    } finally {
      isBusy = false;
      restsUntil = monotonic() + pause;
    }
  };
}

function checkPause(options: ExplainerOptions): number {
  const { pause } = options;
  if (pause === undefined) {
    if (!('pause' in options)) return 1000;
    throw new OptionError(
      'pause',
      '"pause" is undefined. Is the variable that you read it from set? Leave the option out for its default.',
    );
  }
  if (typeof pause === 'number' && pause >= 0 && pause < Number.POSITIVE_INFINITY) return pause;
  throw new OptionError('pause', '"pause" must be a number of milliseconds, 0 or more.');
}
