import { isForm } from '../scheme/content-type.js';
import { settingsHeaderName } from '../scheme/signature-settings.js';
import { isBodyGone, isCompressed, uncoveredBody } from './body.js';
import type { Cause } from './causes.js';
import type { Seen } from './seen.js';
import { otherService } from './variants/other-headers.js';
import { type SignatureForm, shapeOf } from './variants/signature.js';

/** What shows without a match. */
export interface Structural {
  readonly causes: readonly Cause[];
  /** What is to be said of it besides. */
  readonly detail?: string;
}

/** Whether a shared key has signed, and no auth token. */
export function isOfSharedKey({ header }: Seen): boolean {
  return header(settingsHeaderName) !== undefined;
}

/** Why there is nothing to compare; `undefined` if there is. */
export function unsigned({ signature, header }: Seen): Structural | undefined {
  if (signature !== '') return undefined;
  const detail = otherService(header);
  return detail === undefined
    ? { causes: ['no-signature'] }
    : { causes: ['other-service'], detail };
}

/** What is wrong whatever was signed: facts of the request, and no guess. */
export function structural(seen: Seen, forms: readonly SignatureForm[]): Structural {
  const { signature, expected, tokens, contentType, header, evidence } = seen;
  const shape = shapeOf(signature, forms, expected);
  if (shape.length > 0) {
    const detail = `It has ${signature.length} characters.`;
    return shape[0] === 'signature-malformed' ? { causes: shape, detail } : { causes: shape };
  }
  if (tokens.length === 0 && evidence.isKeyUnknown !== true) return { causes: ['no-token'] };
  if (isForm(contentType ?? header('content-type')) && isBodyGone(seen)) {
    return { causes: ['body-consumed'] };
  }
  if (isCompressed(seen)) return { causes: ['body-compressed'] };
  const uncovered = uncoveredBody(seen);
  return { causes: uncovered === undefined ? [] : [uncovered] };
}
