export { type BasicCredentials, formatBasic, parseBasic } from '@sig/core/adapter';
export { type BasicOptions, basic } from './basic/guard.js';
export { bearer } from './bearer/guard.js';
export type { BearerCheck, BearerOptions, BearerRefusal } from './bearer/options.js';
export { formatBearer, parseBearer } from './bearer/token.js';
export {
  type Authorizer,
  type AuthorizerOptions,
  authorizer,
} from './client/authorizer.js';
export type { ClientCredentials, ClientRequest } from './client/digest-session.js';
export { type DigestAlgorithm, digestAlgorithms } from './digest/algorithms.js';
export type {
  DigestCredentials,
  DigestSecret,
  LookUp,
  LookUpDetails,
} from './digest/credentials.js';
export { digest } from './digest/guard.js';
export { htdigest } from './digest/htdigest.js';
export {
  type MemoryStoreOptions,
  memoryStore,
  type NonceLife,
  type NonceStore,
} from './digest/nonce-counts.js';
export type { DigestOptions } from './digest/options.js';
export { ha1 } from './digest/response.js';
export { nonceStore } from './digest/shared-nonces.js';
export { type Challenge, parseChallenges } from './header/auth-params.js';
