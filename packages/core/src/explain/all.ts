// All explanations, which the build keeps in one file (tsup.config.ts): `@sig/core/explain`, and what a server loads when it
// has one to make.
export * from './budget.js';
export * from './causes.js';
export * from './create-explainer.js';
export * from './explain.js';
export * from './explain-request.js';
export * from './explanation.js';
export * from './printable.js';
