import type { HttpAdapterHost } from '@nestjs/core';

/** What is used of the adapter of a platform: both register parsers that keep the raw body if they are told to. */
interface ParserAdapter {
  registerParserMiddleware?(prefix: unknown, rawBody: unknown, ...rest: unknown[]): unknown;
  useBodyParser?(type: unknown, rawBody: unknown, ...rest: unknown[]): unknown;
  [kept]?: true;
}

const kept = Symbol('@sig/nest');

/**
 * Makes the body parsers of Nest keep the raw body, as `rawBody: true` does. Nest makes guards before it registers
 * its parsers, and its parsers run before any guard: what they do not keep is lost.
 */
export function keepRawBody(host: HttpAdapterHost | undefined): void {
  if (host === undefined) return;
  // Under `@nestjs/testing` guards are made before there is an adapter.
  if (host.httpAdapter) keep(host.httpAdapter as unknown as ParserAdapter);
  else (host as Partial<HttpAdapterHost>).init$?.subscribe(() => keepRawBody(host));
}

function keep(adapter: ParserAdapter): void {
  if (adapter[kept]) return;
  adapter[kept] = true;
  for (const name of ['registerParserMiddleware', 'useBodyParser'] as const) {
    const register = adapter[name];
    // Of the adapters of other platforms nothing is known.
    if (typeof register !== 'function') continue;
    adapter[name] = function (this: ParserAdapter, first, _rawBody, ...rest) {
      return register.call(this, first, true, ...rest);
    };
  }
}
