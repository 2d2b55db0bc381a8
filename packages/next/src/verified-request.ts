import { type Passed, type Received, verifiedRequest as verified } from '@sig/core';
import { NextRequest } from 'next/server.js';

/** The request that the handler gets, as a NextRequest: see `verifiedRequest` of @sig/core. */
export function verifiedRequest(request: NextRequest, received: Passed | Received): NextRequest {
  return verified(request, received, (init) => {
    const { url, method, signal, nextUrl } = request;
    // Next.js 14 has them.
    const { geo, ip } = request as { geo?: object; ip?: string };
    const more = { ...(geo && { geo }), ...(ip !== undefined && { ip }) };
    const copy = new NextRequest(url, { method, signal, ...init, ...more });
    // The original has basePath and locale from a configuration that cannot be asked for.
    if (nextUrl !== undefined) Object.defineProperty(copy, 'nextUrl', { value: nextUrl });
    return copy;
  });
}
