// `@sig/core/explain`: why a signature failed. Loaded only when asked for.
export { type Clock, searchLimits, type Work } from './budget.js';
export { type Cause, causes } from './causes.js';
export { createExplainer, type Explainer, type ExplainerOptions } from './create-explainer.js';
export type { Component, UrlDifference } from './difference.js';
export {
  explain,
  explainInFull,
  type FullExplanation,
  type SignedContent,
} from './explain.js';
export { explainRequest, type KnownOfRequest } from './explain-request.js';
export { type Explanation, formatExplanation } from './explanation.js';
export type { FixOptions } from './fix-options.js';
export type { Evidence, ExplainInput } from './input.js';
export { printable } from './printable.js';
