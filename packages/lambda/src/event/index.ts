// `@sig/lambda/event`: HTTP requests in the events of functions, for tools such as `sig explain`.
export { type EventRequest, eventRequest } from './event-request.js';
export type { EventContext, EventValues, ProxyEvent, Trigger } from './proxy-event.js';
export type { QueryValues } from './query.js';
