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
 * The URL that a server verifies that is shown this request.
 *
 * @param isForwarded whether it trusts the proxy before it, and believes what that says of scheme and host
 */
export function urlAsSeen(request: CapturedRequest, isForwarded: boolean): string {
  const listed = (name: string) => headerOf(request, name)?.split(',', 1)[0]?.trim();
  const proto = listed('x-forwarded-proto');
  const host = (isForwarded ? listed('x-forwarded-host') : undefined) ?? request.host;
  // Behind a proxy that says so, a server that does not believe it sees plain http.
  const seen = request.scheme ?? (proto === undefined ? 'https' : 'http');
  const scheme = (isForwarded ? proto : undefined) ?? seen;
  return `${scheme}://${host ?? 'unknown'}${request.target}`;
}
