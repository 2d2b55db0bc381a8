import type { WebhookError } from '@sig/core';
import { rejectionBody } from '@sig/core/adapter';
import type { Trigger } from './event/index.js';

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A response as every trigger takes it. */
export interface LambdaResponse {
  statusCode: number;
  /** What load balancers write behind the status. */
  statusDescription?: string;
  headers?: Record<string, string>;
  /** Of triggers whose events have it. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: boolean;
}

/** A rejection, in the shape that the trigger takes. */
export function rejection(error: WebhookError, trigger: Trigger): LambdaResponse {
  const headers = { 'Content-Type': 'application/json', ...error.headers };
  const { status } = error;
  return {
    statusCode: status,
    ...(trigger.startsWith('load-balancer') && {
      statusDescription: `${status} ${phrases[status] ?? ''}`,
    }),
    ...headersFor(trigger, headers),
    body: JSON.stringify(rejectionBody(error)),
    isBase64Encoded: false,
  };
}

// Not those of node:http, which takes longer to load than all the rest.
const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Whether a trigger takes `multiValueHeaders`: some take nothing else, others do not know them. */
function takesMultiValue(trigger: Trigger): boolean {
  return !/^(?:http-api|function-url|load-balancer)$/.test(trigger);
}

function headersFor(
  trigger: Trigger,
  headers: Headers,
): Pick<LambdaResponse, 'headers' | 'multiValueHeaders'> {
  const entries = Object.entries(headers).map(([name, values]) => [name, [values].flat()] as const);
  return takesMultiValue(trigger)
    ? { multiValueHeaders: Object.fromEntries(entries) }
    : { headers: Object.fromEntries(entries.map(([name, list]) => [name, list.join(', ')])) };
}

/**
 * What a handler returned, with these headers added. Of an HTTP API and of a function URL that may be anything: what
 * has no status is the body of a 200, as JSON.
 */
export function withHeaders<R>(result: R, trigger: Trigger, added: Headers): R {
  if (Object.keys(added).length === 0) return result;
  const response: Partial<LambdaResponse> = isResponse(result)
    ? result
    : {
        statusCode: 200,
        headers: { 'Content-Type': 'application/json' },
        body: typeof result === 'string' ? result : JSON.stringify(result ?? null),
      };
  const { headers, multiValueHeaders } = headersFor(trigger, added);
  return {
    ...response,
    ...(headers && { headers: { ...response.headers, ...headers } }),
    ...(multiValueHeaders && {
      multiValueHeaders: { ...response.multiValueHeaders, ...multiValueHeaders },
    }),
  } as R;
}

function isResponse(result: unknown): result is Partial<LambdaResponse> {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}
