import { formParams } from './body/form-params.js';
import { type Guard, type Rejected, reject, rejectedBy } from './guard.js';
import {
  type CheckedSignatureOptions,
  checkSignatureOptions,
  type SignatureOptions,
} from './options.js';
import type { RequestBody, WebhookRequest } from './request.js';
import type { UnverifiedRequest } from './token.js';
import { requestUrl } from './url/request-url.js';
import { type Verified, verifyBody } from './verify.js';

/**
 * The signature guard.
 *
 * @throws OptionError at once where an option is wrong or there is no auth token
 */
export function signature(options: SignatureOptions = {}): Guard<Verified> {
  return signatureGuard(checkSignatureOptions(options));
}

/** {@link signature}, its options checked before. */
export function signatureGuard(options: CheckedSignatureOptions): Guard<Verified> {
  const { authToken, publicUrl, accountSid, header } = options;
  return async (request): Promise<Verified | Rejected> => {
    const signature = request.header(header);
    // Before the body is read: whoever does not even claim to be the sender costs nothing.
    if (signature === undefined || signature === '') return reject('missing-signature');
    const url = requestUrl(request, publicUrl);
    if (url === undefined) return reject('url-unknown');
    try {
      const body = await request.body();
      const contentType = request.header('content-type');
      const tokens =
        typeof authToken === 'function'
          ? await authToken(unverifiedRequest(request, url, body))
          : authToken;
      const authorization = request.header('authorization');
      const authTokens = tokens ?? [];
      return verifyBody(
        {
          authToken: authTokens,
          signature,
          url,
          contentType,
          authorization,
          accountSid,
          queries: request.queries,
        },
        body,
      );
    } catch (error) {
      return rejectedBy(error);
    }
  };
}

/** What a token resolver is told. */
export function unverifiedRequest(
  request: WebhookRequest,
  url: string,
  body: RequestBody,
): UnverifiedRequest {
  return {
    unverifiedParams: formParams(request.header('content-type'), body),
    unverifiedUrl: url,
    header: (name) => request.header(name),
  };
}
