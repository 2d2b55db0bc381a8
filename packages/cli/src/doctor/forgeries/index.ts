import { bodyForgeries } from './body.js';
import type { Forgery } from './forgery.js';
import { paramForgeries } from './params.js';
import { sharedKeyForgeries } from './shared-keys.js';
import { signatureForgeries } from './signature.js';
import { urlForgeries } from './url.js';

export { type Forgery, fixes } from './forgery.js';

/** Everything that must be refused, in the order in which it is tried. */
export const forgeries: readonly Forgery[] = [
  ...signatureForgeries,
  ...sharedKeyForgeries,
  ...paramForgeries,
  ...bodyForgeries,
  ...urlForgeries,
];
