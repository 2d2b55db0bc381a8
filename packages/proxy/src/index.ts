export { ProxyError, type ProxyErrorCode } from './errors.js';
export type {
  ProxiedRequest,
  ProxiedResponse,
  ProxyExchange,
  ProxyObserver,
  ProxyTimings,
} from './exchange.js';
export type { ForwardAuth } from './forward-auth.js';
export { verifiedHeader } from './headers.js';
export { type RequestLogOptions, requestLog } from './log.js';
export type { ProxyOptions, ProxyTimeouts } from './options.js';
export { createProxy, type VerifyingProxy } from './proxy.js';
