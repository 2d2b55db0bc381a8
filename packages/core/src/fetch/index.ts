// `@sig/core/fetch`: for everything that takes a Fetch API `Request`.
export { createVerifier, type FetchVerifier, type ReceivedRequest } from './create-verifier.js';
export { type FetchHandler, guard, type WebhookHandler, webhook } from './handlers.js';
