/**
 * Whether the `uri` that a client named is the target of the request (RFC 7616, section 3.4.6). It may be
 * in absolute form.
 *
 * @param prefix the path that a proxy has stripped from the target
 * @param reprinted whether the framework has printed the query again
 */
export function isTarget(uri: string, target: string, prefix: string, reprinted: boolean): boolean {
  const [named, asked] = [originForm(uri), prefix + originForm(target)];
  return named === asked || (reprinted && sameTarget(named, asked));
}

function originForm(uri: string): string {
  const path = uri.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}

function sameTarget(a: string, b: string): boolean {
  const [pathA = '', queryA = ''] = a.split(/\?(.*)/s);
  const [pathB = '', queryB = ''] = b.split(/\?(.*)/s);
  const print = (query: string) => new URLSearchParams(query).toString();
  return pathA === pathB && print(queryA) === print(queryB);
}
