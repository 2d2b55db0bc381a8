import type { WebhookOptions } from '../options.js';
import type { WebhookRequest } from '../request.js';
import { unverifiedRequest } from '../signature.js';
import { environmentToken, usableTokens } from '../token.js';
import { requestUrl } from '../url/request-url.js';
import { explain } from './explain.js';
import type { Explanation } from './explanation.js';

/**
 * {@link explain} for a request that `webhook(options)` rejected: what `onReject` is given, with the same
 * options.
 *
 * @example
 * webhook({ ...options, onReject: async (error, request) => {
 *   if (error.code !== 'signature-mismatch') return
 *   const { cause, fix } = await explainRequest(request, options)
 *   log.warn({ cause, fix })
 * } })
 */
export async function explainRequest(
  request: WebhookRequest,
  options: WebhookOptions,
): Promise<Explanation> {
  const { publicUrl, header = 'x-twilio-signature' } = options;
  const url =
    requestUrl(request, publicUrl) ?? `${request.protocol}://${request.host}${request.target}`;
  const body = await Promise.resolve(request.body()).catch(() => ({ bytes: new Uint8Array(0) }));
  const environment = environmentToken();
  const authToken = 'authToken' in options ? options.authToken : environment;
  const tokens =
    typeof authToken === 'function'
      ? await authToken(unverifiedRequest(request, url, body))
      : authToken;
  return explain({
    authToken: usableTokens(tokens ?? []),
    otherTokens: environment === undefined ? [] : [environment],
    signature: request.header(header.toLowerCase()),
    url,
    targets: [request.target],
    header: (name) => request.header(name),
    contentType: request.header('content-type'),
    ...(body.bytes === undefined ? { params: body.parsed as never } : { body: body.bytes }),
  });
}
