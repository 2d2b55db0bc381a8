import { firstListed } from '@sig/core/adapter';

type Header = (name: string) => string | undefined;

/**
 * The host by the proxies' headers, which Next.js always believes, and sets if there is no proxy.
 * `request.url` does not tell: it holds the name that the server is bound to.
 */
export function forwardedHost(header: Header): string | undefined {
  return firstListed(header('x-forwarded-host')) ?? header('host');
}

/** The scheme by the proxies' headers. */
export function forwardedProtocol(header: Header): string {
  return firstListed(header('x-forwarded-proto')) ?? 'http';
}
