import { verifiedRequest } from '../webhook/fetch-request.js';
import type { Passed, Received } from '../webhook/receiver.js';

/** The request for the handler of one that was accepted; see {@link verifiedRequest}. */
export function requestForHandler(request: Request, received: Passed | Received): Request {
  return verifiedRequest(request, received, (init) => {
    try {
      return new Request(request, init);
    } catch {
      // Those of some servers only look like a Request (srvx, which h3 and Nitro are served by): made of its parts.
      const { url, method, signal } = request;
      return new Request(url, { method, signal, ...init });
    }
  });
}
