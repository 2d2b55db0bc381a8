/** Names and values as events have them: one value, or a list. */
export type EventValues = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

/**
 * What is read of the event of an HTTP request: API Gateway (REST APIs, and HTTP APIs in payload formats 1.0 and
 * 2.0), function URLs and load balancers. The types of `@types/aws-lambda` fit.
 */
export interface ProxyEvent {
  readonly version?: string | undefined;
  /** The template of the resource of a REST API, such as `/hooks/{tenant}`. */
  readonly resource?: string | undefined;
  /** Method and template of the route of an HTTP API, or `$default`. */
  readonly routeKey?: string | undefined;
  readonly httpMethod?: string | undefined;
  readonly path?: string | undefined;
  readonly rawPath?: string | undefined;
  readonly rawQueryString?: string | undefined;
  readonly headers?: EventValues | null | undefined;
  readonly multiValueHeaders?: EventValues | null | undefined;
  readonly queryStringParameters?: EventValues | null | undefined;
  readonly multiValueQueryStringParameters?: EventValues | null | undefined;
  readonly pathParameters?: EventValues | null | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  readonly requestContext?: EventContext | undefined;
}

/** What is read of the context of an event. */
export interface EventContext {
  readonly elb?: object | undefined;
  readonly path?: string | undefined;
  readonly stage?: string | undefined;
  readonly domainName?: string | undefined;
  readonly http?: { readonly method?: string | undefined; readonly path?: string | undefined };
}

/** What made an event. */
export type Trigger =
  | 'rest-api'
  | 'http-api'
  | 'http-api-v1'
  | 'function-url'
  | 'load-balancer'
  | 'load-balancer-multi';

/** How a trigger writes a request into its event. */
export interface TriggerTraits {
  /** Whether the query is there as it came. If not, only its parameters are, and nobody knows their order. */
  readonly rawQuery: boolean;
  /** Whether the escapes of the path have been decoded. */
  readonly decodedPath: boolean;
  /** Whether the escapes of the parameters of the query have been decoded. */
  readonly decodedParams: boolean;
  /** Whether only the last of several values of a parameter is there. */
  readonly lastValueOnly: boolean;
}

const parsed = { rawQuery: false, decodedPath: false, decodedParams: true, lastValueOnly: false };
const raw = { rawQuery: true, decodedPath: false, decodedParams: true, lastValueOnly: false };

/** See "Where events differ" in the README of `@sig/lambda` for the sources. */
export const triggerTraits: Readonly<Record<Trigger, TriggerTraits>> = {
  'rest-api': parsed,
  'http-api-v1': { ...parsed, decodedPath: true },
  'http-api': { ...raw, decodedPath: true },
  'function-url': raw,
  'load-balancer': { ...parsed, decodedParams: false, lastValueOnly: true },
  'load-balancer-multi': { ...parsed, decodedParams: false },
};

/** What made an event; `undefined` if it is not that of an HTTP request. */
export function triggerOf(event: ProxyEvent): Trigger | undefined {
  const { requestContext, rawPath, path, httpMethod, version } = event;
  const context = Object(requestContext) as EventContext;
  if (typeof rawPath === 'string') {
    if (typeof context.http?.method !== 'string') return undefined;
    return /\.lambda-url\./i.test(String(context.domainName)) ? 'function-url' : 'http-api';
  }
  if (typeof path !== 'string' || typeof httpMethod !== 'string') return undefined;
  if (context.elb === undefined) return version === '1.0' ? 'http-api-v1' : 'rest-api';
  return isAbsent(event.multiValueHeaders) ? 'load-balancer' : 'load-balancer-multi';
}

/** Whether there are no values: middleware puts empty objects in their place. */
export function isAbsent(values: EventValues | null | undefined): boolean {
  return values === undefined || values === null || Object.keys(values).length === 0;
}
