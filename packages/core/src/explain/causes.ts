import { contentCauses } from './causes/content.js';
import { keyCauses } from './causes/key.js';
import type { Row } from './causes/row.js';
import { urlCauses } from './causes/url.js';

/** The stable name of a cause. */
export type Cause = keyof typeof urlCauses | keyof typeof contentCauses | keyof typeof keyCauses;

/**
 * Every cause that an explanation can name.
 *
 * @example
 * causes['trailing-slash'].title // 'The path differs by a slash at its end.'
 */
export const causes: Readonly<Record<Cause, Row>> = {
  ...urlCauses,
  ...contentCauses,
  ...keyCauses,
};
