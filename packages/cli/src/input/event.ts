import { UsageError } from '../errors.js';
import type { CapturedRequest } from './captured.js';

type Values = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** What the events of API Gateway (REST, HTTP), function URLs and load balancers have in common. */
interface ProxyEvent {
  readonly version?: string;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly headers?: Values;
  readonly multiValueHeaders?: Values;
  readonly queryStringParameters?: Values;
  readonly multiValueQueryStringParameters?: Values;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly elb?: object;
    readonly path?: string;
    readonly domainName?: string;
    readonly http?: { readonly method?: string; readonly path?: string };
  };
}

/**
 * Reads the event of a serverless function as JSON: API Gateway v1 (REST) and v2 (HTTP), a function URL, or a
 * load balancer.
 *
 * @throws UsageError if it is not one
 */
export function parseEvent(text: string): CapturedRequest {
  const event = parse(text);
  const { requestContext = {}, body } = event;
  const method = event.httpMethod ?? requestContext.http?.method;
  const path = event.rawPath ?? event.path;
  if (typeof method !== 'string' || typeof path !== 'string') {
    throw new UsageError(
      'The event must be that of API Gateway, of a function URL or of a load balancer: JSON with httpMethod and path, or rawPath and requestContext.http.',
    );
  }
  const headers = pairsOf(event.multiValueHeaders ?? event.headers);
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const query = queryOf(event);
  const bytes = event.isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : undefined;
  return {
    method,
    // A load balancer takes both; an API only https.
    scheme: requestContext.elb === undefined ? 'https' : undefined,
    host: host ?? requestContext.domainName,
    target: path + query,
    // With the stage of the API, which is in the URL and not in the path.
    otherTargets: requestContext.path === undefined ? [] : [requestContext.path + query],
    headers,
    body: bytes ?? body ?? '',
  };
}

function parse(text: string): ProxyEvent {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new UsageError('The event is not JSON.');
  }
}

/** The query with its `?`: as it came, or written from what was decoded of it. */
function queryOf(event: ProxyEvent): string {
  const { rawQueryString, requestContext } = event;
  if (rawQueryString !== undefined) return rawQueryString === '' ? '' : `?${rawQueryString}`;
  const pairs = pairsOf(event.multiValueQueryStringParameters ?? event.queryStringParameters);
  // A load balancer leaves the escapes as they came.
  const write = requestContext?.elb === undefined ? encodeURIComponent : (text: string) => text;
  const written = pairs.map(([name, value]) => `${write(name)}=${write(value)}`);
  return written.length === 0 ? '' : `?${written.join('&')}`;
}

function pairsOf(values: Values | null | undefined): [name: string, value: string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one): [string, string] => [name, String(one)]),
  );
}
