import type { IncomingMessage } from 'node:http';
import type { ProxyEvent, Trigger } from '../event/index.js';

/** How a trigger is set up. */
export interface TriggerOptions {
  /** What makes the event. Default: `function-url`. */
  readonly trigger?: Trigger;
  /** The stage of an API, which is the first segment of the paths that clients use. Default: none. */
  readonly stage?: string;
  /** Templates of the routes of an API, such as `/hooks/{tenant}`; the first that fits is taken. Default: all paths. */
  readonly routes?: readonly string[];
  /** Whether to take scheme and host from `X-Forwarded-*`, as behind a tunnel. Default: false, and the scheme is http. */
  readonly trustProxy?: boolean;
}

/**
 * The event that a trigger makes of a request.
 *
 * @returns `undefined` if a trigger answers such a request by itself: another stage, or no path
 */
export function toEvent(
  req: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'>,
  body: Buffer,
  { trigger = 'function-url', stage, routes = [], trustProxy = false }: TriggerOptions = {},
): ProxyEvent | undefined {
  const target = /^(?:https?:\/\/[a-z0-9[][a-z0-9.:[\]_-]*)?(\/[^#]*)$/is.exec(req.url ?? '')?.[1];
  const [path = '', query = ''] = target?.split(/\?(.*)/s) ?? [];
  const routed = stage === undefined ? path : below(`/${stage}`, path);
  if (target === undefined || routed === undefined) return undefined;
  const isDecoded = trigger.startsWith('http-api');
  const facts: Facts = {
    method: req.method ?? '',
    path: isDecoded ? decodedPath(path) : path,
    route: isDecoded ? routeOf(decodedPath(routed), routes) : withDecoded(routeOf(routed, routes)),
    query,
    headers: headersOf(req, trustProxy),
  };
  const content = contentOf(body, facts, trigger);
  const domainName = trigger === 'function-url' ? 'local.lambda-url.local.on.aws' : 'localhost';
  const context = { stage: stage ?? (trigger === 'rest-api' ? '' : '$default'), domainName };
  switch (trigger) {
    case 'rest-api': {
      const requestContext = { ...context, path, httpMethod: facts.method };
      return { ...facts.route, ...v1(facts, routed, requestContext), ...content };
    }
    case 'http-api-v1': {
      const requestContext = { ...context, path: facts.path, httpMethod: facts.method };
      const event = v1(facts, facts.path, requestContext);
      return { version: '1.0', ...facts.route, ...event, ...content };
    }
    case 'http-api':
    case 'function-url':
      return { ...v2(facts, context), ...content };
    case 'load-balancer':
    case 'load-balancer-multi':
      return { ...loadBalanced(facts, trigger), ...content };
  }
}

/** The template of the route that was taken, if there is one, and its parameters. */
interface Route {
  readonly resource?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

interface Facts {
  readonly method: string;
  readonly path: string;
  readonly route: Route;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

type Pairs = Iterable<readonly [name: string, value: string]>;

function v1({ method, headers, query }: Facts, path: string, requestContext: object): ProxyEvent {
  const params = [...new URLSearchParams(`?${query}`)];
  return {
    httpMethod: method,
    path,
    headers: lastOf(headers),
    multiValueHeaders: allOf(headers),
    queryStringParameters: params.length === 0 ? null : lastOf(params),
    multiValueQueryStringParameters: params.length === 0 ? null : allOf(params),
    requestContext,
  };
}

function v2({ method, headers, query, path, route }: Facts, context: object): ProxyEvent {
  const params = allOf(new URLSearchParams(`?${query}`));
  return {
    version: '2.0',
    routeKey: route.resource === undefined ? '$default' : `${method} ${route.resource}`,
    ...(route.pathParameters && { pathParameters: route.pathParameters }),
    rawPath: path,
    rawQueryString: query,
    headers: joined(allOf(lowerCased(headers)), ','),
    ...(query !== '' && { queryStringParameters: joined(params, ',') }),
    requestContext: { ...context, http: { method, path } },
  };
}

function loadBalanced({ method, path, query, headers }: Facts, trigger: Trigger): ProxyEvent {
  const params = query
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => piece.split(/=(.*)/s))
    .map(([name = '', value = '']) => [name, value] as const);
  const names = lowerCased(headers);
  const event = { httpMethod: method, path, requestContext: { elb: { targetGroupArn: 'local' } } };
  return trigger === 'load-balancer'
    ? { ...event, headers: lastOf(names), queryStringParameters: lastOf(params) }
    : { ...event, multiValueHeaders: allOf(names), multiValueQueryStringParameters: allOf(params) };
}

/** Names and values, without what is of the connection (RFC 9110, section 7.6.1), and with what triggers say of the scheme. */
function headersOf(
  { rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>,
  trustProxy: boolean,
): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (!/^(?:connection|upgrade|transfer-encoding)$/i.test(name)) pairs.push([name, value]);
  }
  const all = allOf(lowerCased(pairs));
  const { 'x-forwarded-proto': protos = ['http'], 'x-forwarded-host': hosts = [] } = all;
  const host = hosts[0]?.split(',')[0]?.trim();
  return [
    ...pairs
      .filter(([name]) => !/^x-forwarded-proto$/i.test(name))
      .map(([name, value]): [string, string] =>
        trustProxy && host !== undefined && /^host$/i.test(name) ? [name, host] : [name, value],
      ),
    ['X-Forwarded-Proto', trustProxy ? protos.join(', ') : 'http'],
  ];
}

/** A body as text if its type is one of text, else in base64. */
function contentOf(
  body: Buffer,
  { headers }: Facts,
  trigger: Trigger,
): Pick<ProxyEvent, 'body' | 'isBase64Encoded'> {
  if (body.length === 0)
    return { body: trigger.startsWith('load') ? '' : null, isBase64Encoded: false };
  const names = lastOf(lowerCased(headers));
  const isText =
    names['content-encoding'] === undefined &&
    /^(?:text\/|application\/(?:json|javascript|xml|[^;]+\+(?:json|xml)))/i.test(
      names['content-type'] ?? '',
    );
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** The first template that fits a path, with its parameters. */
function routeOf(path: string, templates: readonly string[]): Route {
  for (const template of templates) {
    const names = [...template.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, name = '']) => name);
    const pattern = template
      .replace(/[.*?^$()|[\]\\]/g, '\\$&')
      .replace(/\{[^{}]+\+\}/g, '(.+)')
      .replace(/\{[^{}]+\}/g, '([^/]+)');
    const match = new RegExp(`^${pattern}/?$`).exec(path);
    if (match === null) continue;
    const values = names.map((name, i) => [name, match[i + 1] ?? ''] as const);
    return {
      resource: template,
      ...(names.length > 0 && { pathParameters: Object.fromEntries(values) }),
    };
  }
  return {};
}

/** A route of a path with escapes, its parameters without. */
function withDecoded({ pathParameters, ...route }: Route): Route {
  if (pathParameters === undefined) return route;
  const values = Object.entries(pathParameters).map(([name, value]) => [name, decodedPath(value)]);
  return { ...route, pathParameters: Object.fromEntries(values) };
}

/** HTTP APIs decode paths, and what follows a question mark is gone then. */
function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path).replace(/\?.*$/s, '');
  } catch {
    return path;
  }
}

function below(prefix: string, path: string): string | undefined {
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
}

function lowerCased(pairs: Pairs): [string, string][] {
  return [...pairs].map(([name, value]) => [name.toLowerCase(), value]);
}

function lastOf(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs);
}

function allOf(pairs: Pairs): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(all);
}

function joined(all: Record<string, string[]>, separator: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.join(separator)]),
  );
}
