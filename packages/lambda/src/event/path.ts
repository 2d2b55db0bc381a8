// Which paths may have been on the wire.
import { type EventContext, isAbsent, type ProxyEvent, type TriggerTraits } from './proxy-event.js';

/**
 * The paths that the client may have sent, the likeliest first; none if the event contradicts itself.
 *
 * @param configured URLs that are configured at the sender: their escapes are tried first
 */
export function pathsOf(
  event: ProxyEvent,
  { decodedPath }: TriggerTraits,
  configured: readonly string[],
): string[] {
  const { rawPath, path: routed = '', requestContext } = event;
  const { path: whole, http, stage } = Object(requestContext) as EventContext;
  const path = rawPath === undefined ? (whole ?? routed) : rawPath;
  const other = rawPath === undefined ? routed : (http?.path ?? rawPath);
  const sent = longerOf(path, other, stage ?? '');
  if (sent === undefined || !sent.startsWith('/') || !hasPathParameters(event, sent)) return [];
  return decodedPath ? encoded(sent, configured) : /[?#\s]/.test(sent) ? [] : [sent];
}

/**
 * The one of two paths that has the stage before it, or both if they are the same.
 *
 * @returns `undefined` if they are not the same request's
 */
function longerOf(a: string, b: string, stage: string): string | undefined {
  if (a === b) return a;
  if (isBehind(stage, a, b)) return a;
  return isBehind(stage, b, a) ? b : undefined;
}

function isBehind(stage: string, long: string, short: string): boolean {
  return stage !== '' && (long === `/${stage}${short}` || (short === '/' && long === `/${stage}`));
}

/**
 * The paths that are this one if they are decoded: without escapes, with the needed ones, with all.
 */
function encoded(path: string, configured: readonly string[]): string[] {
  if (!isWellFormed(path)) return [];
  const all = path.split('/').map(encodeURIComponent).join('/');
  const known = configured.map((url) => url.replace(/^[a-z]+:\/\/[^/?#]*|[?#].*$/gis, ''));
  const spellings = [...known, path, path.replace(needed, encodeURIComponent), all];
  return [...new Set(spellings)].filter(
    (spelling) => !/[?#\s]/.test(spelling) && decoded(spelling) === path,
  );
}

/** What cannot stand in a path by itself (RFC 3986, section 3.3), or means something else. */
const needed = /[%?#\s"<>\\^`{|}\x7f-\u{10ffff}]/gu;

/** Whether a text can be escaped: half of a surrogate pair cannot. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether the path ends as the template of the route says that it does with these parameters. */
function hasPathParameters(event: ProxyEvent, path: string): boolean {
  const { pathParameters, resource, routeKey } = event;
  if (isAbsent(pathParameters)) return true;
  const template = resource ?? routeKey?.replace(/^[^/]*/, '') ?? '';
  const names = new Set<string>();
  const filled = template.replace(/\{([^{}+]+)\+?\}/g, (_, name: string) => {
    names.add(name);
    return String(pathParameters?.[name] ?? '');
  });
  const whole = (text: string | undefined) => text?.replace(/\/$/, '');
  return (
    filled.startsWith('/') &&
    Object.keys(pathParameters ?? {}).every((name) => names.has(name)) &&
    [path, decoded(path)].some((one) => whole(one)?.endsWith(whole(filled) ?? ''))
  );
}
