/** A captured request, from any source. */
export interface CapturedRequest {
  readonly method: string;
  /** `http` or `https`; `undefined` if the capture does not tell. */
  readonly scheme: string | undefined;
  /** Host and port; `undefined` if the capture does not tell. */
  readonly host: string | undefined;
  /** Path and query. */
  readonly target: string;
  /** Further targets that were in the capture, such as with the stage of an API. */
  readonly otherTargets?: readonly string[];
  /** In their order, names as they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array;
}

/** A header by its name, in any case; several are joined. */
export function headerOf(
  request: Pick<CapturedRequest, 'headers'>,
  name: string,
): string | undefined {
  const values = request.headers
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** A whole URL cut into what a {@link CapturedRequest} has of it; as it is, escapes and all. */
export function cutUrl(url: string): Pick<CapturedRequest, 'scheme' | 'host' | 'target'> {
  const [, scheme, host, target = ''] = /^([a-z]+):\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  return { scheme, host, target };
}

/** {@link cutUrl} of a URL that a client sent a request to: a path that is empty went out as "/". */
export function cutSentUrl(url: string): Pick<CapturedRequest, 'scheme' | 'host' | 'target'> {
  const { target, ...origin } = cutUrl(url);
  return { ...origin, target: target.startsWith('/') ? target : `/${target}` };
}

/**
 * The URL that a server verifies that is shown this request; the likeliest of {@link urlsAsSeen}.
 *
 * @param isForwarded whether it trusts the proxy before it, and believes what that says of scheme and host
 */
export function urlAsSeen(request: CapturedRequest, isForwarded: boolean): string {
  return urlsAsSeen(request, isForwarded)[0];
}

/**
 * The URLs that a server may verify that is shown this request: two, with `https` and with `http`, if nothing tells
 * which of them it sees.
 *
 * @param isForwarded whether it trusts the proxy before it, and believes what that says of scheme and host
 */
export function urlsAsSeen(
  request: CapturedRequest,
  isForwarded: boolean,
): readonly [likeliest: string, other?: string] {
  const listed = (name: string) => headerOf(request, name)?.split(',', 1)[0]?.trim();
  const proto = listed('x-forwarded-proto');
  const host = (isForwarded ? listed('x-forwarded-host') : undefined) ?? request.host;
  // Behind a proxy that says so, a server that does not believe it sees plain http.
  const seen = request.scheme ?? (proto === undefined ? schemeOf(host ?? '') : 'http');
  const scheme = (isForwarded ? proto : undefined) ?? seen;
  const rest = `://${host ?? 'unknown'}${request.target}`;
  return scheme === undefined ? [`https${rest}`, `http${rest}`] : [scheme + rest];
}

// Names that mean nothing on the internet, and addresses that are not on it (RFC 1918, RFC 4193).
const internal =
  /^(?:[^.[]+|.*\.(?:local|localhost|internal|svc|lan|home|cluster|test)|(?:10|127)(?:\.\d+){3}|(?:169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){2}|\[(?:::1|f[cd].*)\])$/i;

/** The scheme that servers with this host and port see; `undefined` if it may be either. */
function schemeOf(host: string): string | undefined {
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/s.exec(host) ?? [];
  if (port !== undefined) return /^8?443$/.test(port) ? 'https' : 'http';
  return internal.test(name) ? 'http' : undefined;
}
