import { OptionError } from '../errors.js';
import { withBodyHash } from './body-hash.js';
import { signingKeys } from './keys.js';
import type { ParamsInput } from './params.js';
import { checkKeyId, sharedSigningKey } from './shared-keys.js';
import { formatSignatureSettings, type SignatureAlgorithm } from './signature-settings.js';
import { stringToSign } from './string-to-sign.js';
import { cutFragment } from './url-parts.js';

/**
 * The header of the signature, unless the option `header` names another.
 *
 * @example
 * signatureHeader // 'X-Twilio-Signature'
 */
export const signatureHeader = 'X-Twilio-Signature';

/** A shared key to sign with. */
export interface SigningSharedKey {
  /** The id that the request names. */
  readonly id: string;
  /** The secret. */
  readonly secret: string | undefined;
  /** Default: `HMAC-SHA256`. */
  readonly algorithm?: SignatureAlgorithm | undefined;
}

/**
 * What to sign, and with what: an auth token or a shared key. A request has form parameters, or another body, or
 * neither.
 */
export interface SignOptions {
  /** The auth token of the account. */
  readonly authToken?: string | undefined;
  /** A shared key, in place of the auth token. */
  readonly sharedKey?: SigningSharedKey | undefined;
  /** The whole URL as configured at the sender, query included; signed to the byte, without a fragment. */
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
  /** Of a shared key, the value of the `X-Twilio-Webhooks-Signature-Settings` header. */
  readonly signatureSettings?: string;
}

/**
 * Signs a request as the sender does.
 *
 * @throws OptionError if there is no key, no URL, or both `params` and `body`
 * @example
 * sign({ authToken, url: 'https://example.com/voice', params: { Digits: '1' } }).signature
 */
export function sign(options: SignOptions): Signed {
  const { url, params, body } = options;
  const { sign, ...settings } = signerOf(options);
  if (typeof url !== 'string' || url === '') {
    throw new OptionError('url', '"url" must be the whole URL that is configured at the sender.');
  }
  if (params !== undefined && body !== undefined) {
    throw new OptionError('body', 'Give "params" (a form) or "body" (anything else), not both.');
  }
  const plain = cutFragment(url);
  const signedUrl = body === undefined || body.length === 0 ? plain : withBodyHash(plain, body);
  return { signature: sign(stringToSign(signedUrl, params)), url: signedUrl, ...settings };
}

/** How to sign, and what the request says of it. */
function signerOf({ authToken, sharedKey }: SignOptions) {
  if (sharedKey !== undefined && authToken !== undefined) {
    throw new OptionError('sharedKey', 'Give "authToken" or "sharedKey", not both.');
  }
  if (sharedKey !== undefined) {
    const { id, ...key } = Object(sharedKey) as SigningSharedKey;
    checkKeyId(id);
    const { sign, algorithm } = sharedSigningKey(id, key);
    return { sign, signatureSettings: formatSignatureSettings(id, algorithm) };
  }
  const [key] = typeof authToken === 'string' && authToken !== '' ? signingKeys([authToken]) : [];
  if (key !== undefined) return { sign: key.sign };
  throw new OptionError('authToken', '"authToken" must be a string that is not empty.');
}
