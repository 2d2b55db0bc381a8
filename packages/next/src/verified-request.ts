import { type Params, type Received } from '@sig/core';
import { isForm } from '@sig/core/adapter';
import { NextRequest } from 'next/server.js';

/**
 * The request that the handler gets: the one that came if it has no body, else a new one that holds
 * the verified body, and can be read as ever. The signature of a form covers neither order nor
 * repetition; if those differ from its canonical form (sorted by UTF-16 code units, each pair once),
 * the body is the canonical form.
 */
export function verifiedRequest(request: NextRequest, { rawBody, params }: Received): NextRequest {
  if (request.body === null || request.method === 'GET' || request.method === 'HEAD') {
    return request;
  }
  const bytes = rawBody ?? new Uint8Array(0);
  const body = isForm(request.headers.get('content-type') ?? undefined)
    ? canonicalForm(bytes, params)
    : bytes;
  const headers = new Headers(request.headers);
  headers.delete('transfer-encoding');
  headers.set('content-length', String(body.length));
  const { url, method, signal, nextUrl } = request;
  const { geo, ip } = request as { geo?: object; ip?: string };
  // Next.js 14 has geo and ip; `duplex` is what Node wants of streams, and no type has it.
  const init = {
    method,
    headers,
    signal,
    body: body as Uint8Array<ArrayBuffer>,
    ...(geo && { geo }),
    ...(ip !== undefined && { ip }),
  };
  const copy = new NextRequest(url, init);
  // The original has basePath and locale from a configuration that cannot be asked for.
  if (nextUrl !== undefined) Object.defineProperty(copy, 'nextUrl', { value: nextUrl });
  // The twin of what was read.
  void request.body.cancel().catch(() => {});
  return copy;
}

/** The bytes as they are if they hold the pairs in canonical order; else the canonical form. */
function canonicalForm(bytes: Uint8Array, params: Params): Uint8Array {
  const pairs = Object.keys(params)
    .sort()
    .flatMap((name) => [...new Set([params[name] ?? []].flat())].sort().map((one) => [name, one]));
  const canonical = new URLSearchParams(pairs as [string, string][]).toString();
  // Read as `formData()` reads them, so that nothing else can be read there.
  const given = new URLSearchParams(new TextDecoder().decode(bytes)).toString();
  return given === canonical ? bytes : new TextEncoder().encode(canonical);
}
