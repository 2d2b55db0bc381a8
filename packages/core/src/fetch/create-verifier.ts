import type { Params } from '../scheme/params.js';
import type { Rejected } from '../scheme/verdict.js';
import { fetchRequest } from '../webhook/fetch-request.js';
import type { WebhookOptions } from '../webhook/options.js';
import { createReceiver, type Received } from '../webhook/receiver.js';
import { requestForHandler } from './request-for-handler.js';

/** A verified Fetch API request. */
export interface ReceivedRequest<P extends Params = Params> extends Received<P> {
  /**
   * The request for the handler, which holds what was verified: the body of a form is its params, sorted, each
   * pair once. The same request as before if it has no body.
   */
  readonly request: Request;
}

/** Verifies Fetch API requests. */
export interface FetchVerifier {
  /**
   * Verifies a request. It reads the body of `request`, so that nobody else can; `verdict.request` is the one to
   * read. Never rejects: whatever is wrong with the request is the error of the verdict.
   */
  verify<P extends Params = Params>(request: Request): Promise<ReceivedRequest<P> | Rejected>;
}

/**
 * A verifier of Fetch API requests, for every framework that has no adapter: made once and used for every
 * request.
 *
 * A `Request` has a URL that the runtime has parsed and re-serialized; give `publicUrl` if the server is not
 * reached under the name that it knows itself by.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * const verifier = createVerifier({ authToken, publicUrl: 'https://example.com' })
 * async function handler(request: Request) {
 *   const verdict = await verifier.verify(request)
 *   if (!verdict.ok) return new Response(verdict.error.message, { status: verdict.error.status })
 *   return new Response(`You pressed ${verdict.params.Digits}.`)
 * }
 */
export function createVerifier(options: WebhookOptions = {}): FetchVerifier {
  const { receive, bodyLimit } = createReceiver(options);
  return {
    async verify<P extends Params>(request: Request) {
      const received = await receive(fetchRequest(request, bodyLimit));
      if (!received.ok) return received;
      const verified = { ...received, request: requestForHandler(request, received) };
      return verified as ReceivedRequest<P>;
    },
  };
}
