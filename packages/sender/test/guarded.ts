import type { Guard } from '@sig/core';
import { incomingRequest } from '@sig/core/node';
import { serve, type TestServer } from './server.js';

/**
 * A server behind a guard.
 *
 * @param change what a proxy makes of each header value that the guard answers with
 */
export function behind(
  guard: Guard,
  change = (value: string): string => value,
): Promise<TestServer> {
  return serve(async (req, res) => {
    const request = incomingRequest(req, { bodyLimit: 1000, rawBody: () => req.text });
    const verdict = await guard(request);
    const headers = verdict.ok ? verdict.headers : verdict.error.headers;
    for (const [name, value] of Object.entries(headers ?? {})) {
      res.setHeader(name, [value].flat().map(change));
    }
    res.writeHead(verdict.ok ? 200 : verdict.error.status).end();
  });
}
