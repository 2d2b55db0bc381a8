// `@sig/core/event`: HTTP requests in the events of serverless functions, for `@sig/lambda` and `sig explain`.
export { type EventRequest, eventRequest } from './event-request.js';
export type { EventContext, EventValues, ProxyEvent, Trigger } from './proxy-event.js';
export type { QueryValues } from './query.js';
