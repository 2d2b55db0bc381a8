// Generated requests through every trigger: see @sig/conformance/coverage. A handler must read what the trigger
// writes into the event of a request that was signed.
import {
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  coverageRoutes,
  type Generated,
  type Seen,
  type TargetReading,
} from '@sig/conformance/coverage';
import { type LambdaEvent, type Received, webhook } from '@sig/lambda';
import type { ServeOptions, Trigger } from '@sig/lambda/local';
import { toEvent } from '../src/local/to-event.js';
import { serving } from './harness.js';

coverage(harness('rest-api'));
coverage(harness('rest-api', 'prod'));
coverage(harness('http-api'));
coverage(harness('http-api', 'prod'));
coverage(harness('http-api-v1', 'prod'));
coverage(harness('function-url'));
coverage(harness('load-balancer'));
coverage(harness('load-balancer-multi'));

const templates = ['/hook/{tenant}/voice', '/{tenant}/voice'];

function harness(trigger: Trigger, stage?: string): CoverageHarness {
  const mount = stage === undefined ? '' : `/${stage}`;
  const optionsOf = (setting: CoverageSetting): ServeOptions => ({
    port: 0,
    trigger,
    ...(stage !== undefined && { stage }),
    ...(setting.trustProxy && { trustProxy: true }),
    routes: templates.map((template) => (setting.mount ?? '').slice(mount.length) + template),
  });
  const noParsers = 'Nothing parses the body of an event before the handler.';
  return {
    name: `lambda ${trigger}${mount}`,
    mount,
    without: {
      'parsers before': noParsers,
      'parsers before, raw bytes kept': noParsers,
      'parsers after': noParsers,
      'a recorder before, parsers after': noParsers,
    },
    start: (setting) => serving(makeHandler(setting), optionsOf(setting)),
    read: () => ({ path: '', query: {} }),
    shows: (setting) => (target) => {
      const req = { method: 'GET', url: target, rawHeaders: [] };
      const event = toEvent(req, Buffer.alloc(0), optionsOf(setting));
      return event === undefined ? [] : readingOf(event);
    },
    refuses: ({ signedTarget }, { options }) =>
      trigger === 'load-balancer' &&
      options.configuredUrl &&
      /(bodySHA256=\w+)&\1/.test(signedTarget)
        ? 'Of two hashes the event has one, and without publicUrl only that is tried.'
        : refusalOf(trigger, signedTarget),
  };
}

/** Which genuine requests cannot be told from others, because the event does not say what was signed. */
function refusalOf(trigger: Trigger, target: Generated['signedTarget']): string | undefined {
  const [path = '', query] = target.split(/\?(.*)/s);
  if (/^http-api/.test(trigger) && /%2f|%[^A-F\d]|%.[^A-F\d]/.test(path.replace(/%2F/g, '%2f')))
    return 'HTTP APIs decode the path.';
  if (query === undefined || /^(?:http-api|function-url)$/.test(trigger)) return undefined;
  const pieces = query.split('&').filter((piece) => !piece.startsWith('bodySHA256='));
  const names = pieces.map((piece) => piece.split('=', 1)[0]);
  const isUsual =
    pieces.every((piece) => /^[a-z]+=[a-z\d]+$/.test(piece)) &&
    new Set(names).size === names.length &&
    names.length <= 3;
  return isUsual ? undefined : 'The event does not say how the parameters were written.';
}

function makeHandler({ options }: CoverageSetting) {
  return webhook(options, (event: LambdaEvent, _context, received) => ({
    statusCode: 200,
    body: JSON.stringify(seenBy(event, received)),
  }));
}

function seenBy(event: LambdaEvent, { body, rawBody }: Received): Seen {
  const headers = Object.entries(event.multiValueHeaders ?? event.headers ?? {}).flatMap(
    ([name, values]) => [values].flat().flatMap((value) => [name, String(value)]),
  );
  const header = (wanted: string) =>
    headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === wanted).join(', ');
  const { requestContext } = event;
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  return {
    reached: true,
    method: event.httpMethod ?? requestContext?.http?.method ?? '',
    ...readingOf(event),
    protocol: header('x-forwarded-proto') || 'https',
    host: header('host') || (requestContext?.domainName ?? ''),
    rawHeaders: headers,
    body,
    rawBody: Buffer.from(rawBody ?? []).toString('base64'),
    readable: bytes.toString('base64'),
    leftover: '',
  };
}

/** All that an event says of the target of its request; senders escape apostrophes or not. */
function readingOf(event: LambdaEvent): TargetReading {
  const { path, rawPath, rawQueryString, requestContext, resource, routeKey } = event;
  const sorted = (values: object | null | undefined) =>
    JSON.stringify(
      Object.entries(values ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)),
    ).replaceAll("'", '%27');
  const params = Object.entries(
    event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {},
  )
    .flatMap(([name, values]) => [values].flat().map((value) => `${name}=${value}`))
    .sort()
    .join('&');
  const template =
    resource ?? (routeKey === '$default' ? undefined : routeKey?.replace(/^\S+ /, ''));
  const route = coverageRoutes.find(
    (one) => one !== '*' && template?.endsWith(one.replace(':tenant', '{tenant}')),
  );
  return {
    // With the hash of the body in a query.
    target: rawPath === undefined ? `${path}?${params}` : `${rawPath}?${rawQueryString}`,
    path: JSON.stringify([path, requestContext?.path, requestContext?.http?.path]),
    query: [sorted(event.queryStringParameters), sorted(event.multiValueQueryStringParameters)],
    route: route ?? '*',
    params: (event.pathParameters ?? {}) as Record<string, string>,
  };
}
