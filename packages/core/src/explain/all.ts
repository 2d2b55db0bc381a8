// What others import of the explanations, which the build keeps in one file (tsup.config.ts): `@sig/core/explain` re-exports
// it, and a server loads it when it has something to explain.
export * from './budget.js';
export * from './causes.js';
export * from './create-explainer.js';
export * from './explain.js';
export * from './explain-request.js';
export * from './explanation.js';
export * from './printable.js';
