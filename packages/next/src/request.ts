import type { NextRequest } from 'next/server.js';

type Header = (name: string) => string | undefined;

/**
 * The host by the proxies' headers, which Next.js always believes, and sets where there is no proxy.
 * `request.url` does not tell: it holds the name that the server is bound to.
 */
export function forwardedHost(header: Header): string | undefined {
  return firstOf(header('x-forwarded-host')) ?? header('host');
}

/** The scheme by the proxies' headers. */
export function forwardedProtocol(header: Header): string {
  return firstOf(header('x-forwarded-proto')) ?? 'http';
}

/** The first proxy, which the sender reached, comes first in a list. */
function firstOf(value: string | undefined): string | undefined {
  const first = value?.split(',', 1)[0]?.trim();
  return first === '' ? undefined : first;
}

/**
 * Path and query as the sender knows them, but for `basePath`: in the Node runtime Next.js takes it off
 * before a handler sees it. In the Edge runtime it does not, and adds the params of the route to the
 * query (`/hooks/[id]` sees `/hooks/7?id=7`); both are undone.
 *
 * @param context what a route handler gets as its second argument
 */
export async function targetOf(request: NextRequest, context: unknown): Promise<string> {
  const { pathname, search } = new URL(request.url);
  if (!('EdgeRuntime' in globalThis)) return pathname + search;
  const { params } = (context ?? {}) as { params?: unknown };
  return withoutBase(pathname, request.nextUrl.basePath) + withoutParams(search, await params);
}

function withoutBase(pathname: string, basePath: string): string {
  if (basePath === '' || !`${pathname}/`.startsWith(`${basePath}/`)) return pathname;
  return pathname.slice(basePath.length) || '/';
}

function withoutParams(search: string, params: unknown): string {
  const pairs = Object.entries((params ?? {}) as Record<string, string | string[]>).flatMap(
    ([name, values]) =>
      [values].flat().map((value): [string, string] => [name, decodeParam(value)]),
  );
  const added = new URLSearchParams(pairs).toString();
  if (added === '' || !search.slice(1).endsWith(added)) return search;
  // Without the "?" or "&" before it.
  return search.slice(0, -added.length - 1);
}

function decodeParam(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
