import type { WebhookError } from '@sig/core';
import { type Answer, collectBody, rejectionBody } from '@sig/core/adapter';
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
  /** Of HTTP APIs and function URLs. */
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}

/** A rejection, in the shape that the trigger takes. */
export function rejection(error: WebhookError, trigger: Trigger): LambdaResponse {
  const headers = { 'Content-Type': 'application/json', ...error.headers };
  const { status } = error;
  return {
    ...statusFor(trigger, status),
    ...headersFor(trigger, headers),
    body: JSON.stringify(rejectionBody(error)),
    isBase64Encoded: false,
  };
}

function statusFor(
  trigger: Trigger,
  status: number,
): Pick<LambdaResponse, 'statusCode' | 'statusDescription'> {
  if (!trigger.startsWith('load-balancer')) return { statusCode: status };
  return { statusCode: status, statusDescription: `${status} ${phrases[status] ?? ''}`.trim() };
}

// Not those of node:http, which takes longer to load than all the rest.
const phrases: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
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
  const response = toResponse(result);
  const { headers, multiValueHeaders } = headersFor(trigger, added);
  return {
    ...response,
    ...(headers && { headers: { ...response.headers, ...headers } }),
    ...(multiValueHeaders && {
      multiValueHeaders: { ...response.multiValueHeaders, ...multiValueHeaders },
    }),
  } as R;
}

/** What is returned without a status is the body of a 200, as JSON. */
function toResponse(result: unknown): Partial<LambdaResponse> & { readonly cookies?: string[] } {
  if (isResponse(result)) return result;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: typeof result === 'string' ? result : JSON.stringify(result ?? null),
  };
}

/** What a handler returned, in the terms of no trigger. */
export function answerOf(result: unknown): Answer {
  const { statusCode = 200, headers, multiValueHeaders, cookies, ...rest } = toResponse(result);
  const fields = Object.entries({ ...headers, ...multiValueHeaders, 'Set-Cookie': cookies ?? [] });
  const body = collectBody();
  body.add(Buffer.from(rest.body ?? '', rest.isBase64Encoded === true ? 'base64' : 'utf8'));
  return {
    status: Number(statusCode),
    headers: fields.flatMap(([name, values]) =>
      [values].flat().map((value) => [name, String(value)] as const),
    ),
    body: body.bytes(),
  };
}

/** A kept answer, in the shape that the trigger takes. */
export function responseOf(answer: Answer, trigger: Trigger): LambdaResponse {
  const body = Buffer.from(answer.body ?? []);
  const text = body.toString();
  const isText = body.equals(Buffer.from(text));
  const isCookie = (name: string) => name.toLowerCase() === 'set-cookie';
  const takesCookies = /^(?:http-api|function-url)$/.test(trigger);
  const lists: Record<string, string[]> = {};
  const cookies: string[] = [];
  for (const [name, value] of answer.headers) {
    if (isCookie(name) && takesCookies) cookies.push(value);
    else lists[name] = [...(lists[name] ?? []), value];
  }
  return {
    ...statusFor(trigger, answer.status),
    ...headersFor(trigger, lists),
    ...(cookies.length > 0 && { cookies }),
    body: isText ? text : body.toString('base64'),
    isBase64Encoded: !isText,
  };
}

function isResponse(result: unknown): result is Partial<LambdaResponse> {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}
