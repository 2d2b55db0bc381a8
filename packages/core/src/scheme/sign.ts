import { hmacSha1 } from '#hash';
import { OptionError } from '../errors.js';
import { withBodyHash } from './body-hash.js';
import type { ParamsInput } from './params.js';
import { stringToSign } from './string-to-sign.js';

/**
 * The header of the signature, unless the option `header` names another.
 *
 * @example
 * signatureHeader // 'X-Twilio-Signature'
 */
export const signatureHeader = 'X-Twilio-Signature';

/** What to sign. A request has form parameters, or another body, or neither. */
export interface SignOptions {
  /** The auth token of the account. */
  readonly authToken: string;
  /** The whole URL as configured at the sender, query included; signed to the byte. */
  readonly url: string;
  /** The parameters of a form POST, decoded. */
  readonly params?: ParamsInput;
  /** The raw body of any other request. A string stands for its UTF-8 bytes. */
  readonly body?: Uint8Array | string;
}

/** A signed request. */
export interface Signed {
  /** The value of the `X-Twilio-Signature` header. */
  readonly signature: string;
  /** The URL to send to: with the `bodySHA256` of the `body` if there is one. */
  readonly url: string;
}

/**
 * Signs a request as the sender does.
 *
 * @throws OptionError if there is no token, no URL, or both `params` and `body`
 * @example
 * sign({ authToken, url: 'https://example.com/voice', params: { Digits: '1' } }).signature
 */
export function sign(options: SignOptions): Signed {
  const { authToken, url, params, body } = options;
  if (typeof authToken !== 'string' || authToken === '') {
    throw new OptionError('authToken', '"authToken" must be a string that is not empty.');
  }
  if (typeof url !== 'string' || url === '') {
    throw new OptionError('url', '"url" must be the whole URL that is configured at the sender.');
  }
  if (params !== undefined && body !== undefined) {
    throw new OptionError('body', 'Give "params" (a form) or "body" (anything else), not both.');
  }
  const signedUrl = body === undefined || body.length === 0 ? url : withBodyHash(url, body);
  return {
    signature: hmacSha1(authToken, stringToSign(signedUrl, params)),
    url: signedUrl,
  };
}
