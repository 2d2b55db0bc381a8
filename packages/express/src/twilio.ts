// What the `twilio` package has for Express, by the same names and arguments.

import { OptionError, type PublicUrl, type WebhookError, type WebhookOptions } from '@sig/core';
import { createReceiver, isHost, matchingConfigured } from '@sig/core/adapter';
import {
  getSignatureAlgorithm,
  SIGNATURE_HEADER,
  SIGNATURE_SETTINGS_HEADER,
  validateRequest,
  validateRequestWithBody,
} from '@sig/core/twilio';
import type { Request, RequestHandler } from 'express';
import { middleware } from './webhook.js';

export {
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  getSignatureAlgorithm,
  SIGNATURE_HEADER,
  SIGNATURE_SETTINGS_HEADER,
  validateBody,
  validateRequest,
  validateRequestWithBody,
} from '@sig/core/twilio';

/** Where the request was sent, for servers that cannot tell themselves. */
export interface RequestValidatorOptions {
  /**
   * The whole URL as configured, query included. Takes precedence over `host` and `protocol`. What the handler
   * reads must be what it says: a request to another path or query is refused.
   */
  readonly url?: string;
  readonly host?: string;
  /** `http` or `https`, with or without a colon. */
  readonly protocol?: string;
  /**
   * The secret of a shared key, for requests that carry `X-Twilio-Webhooks-Signature-Settings`: HMAC-SHA256,
   * whatever the id of the key. Without it such requests are refused.
   */
  readonly sharedKeySecret?: string;
}

/** The options of the `twilio` package's `webhook()`. */
export interface TwilioWebhookOptions extends RequestValidatorOptions {
  readonly authToken?: string;
  /** There is no switch-off: `false` throws. Sign the requests of your tests instead. */
  readonly validate?: boolean;
  /** Ignored, as it is there. */
  readonly includeHelpers?: boolean;
}

const names = [
  'url',
  'host',
  'protocol',
  'authToken',
  'sharedKeySecret',
  'validate',
  'includeHelpers',
];

/**
 * The `twilio` package's middleware: the same arguments, answers and statuses, on sig's checks. It
 * needs no body parser before it, refuses bodies that the signature does not cover, and prefers the
 * `authToken` that it is given to the environment.
 *
 * @throws OptionError for `validate: false`, unknown options, or if there is no auth token
 * @example
 * app.post('/voice', webhook(authToken), (req, res) => { res.send(`You pressed ${req.body.Digits}.`) })
 */
export function webhook(...args: (string | TwilioWebhookOptions | undefined)[]): RequestHandler {
  const token = args.find((arg) => typeof arg === 'string');
  const options: TwilioWebhookOptions = Object.assign(
    {},
    ...args.filter((arg) => typeof arg === 'object'),
  );
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new OptionError(
      unknown,
      `There is no option "${unknown}". There are: ${names.join(', ')}.`,
    );
  }
  if (options.validate === false) {
    throw new OptionError(
      'validate',
      '"validate: false" would open the door to everybody. Sign the requests of your tests with sign() of @sig/core instead.',
    );
  }
  const guard = middleware(createReceiver(translate(options, token)), {
    alternateTargets: legacyTargets,
  });
  return (req, res, next) =>
    guard(req, res, (error?: unknown) => {
      const { code, status } = Object(error) as Partial<WebhookError>;
      if (code === 'missing-signature') {
        return void res
          .type('text/plain')
          .status(400)
          .send(
            'No signature header error - X-Twilio-Signature header does not exist, maybe this request is not coming from Twilio.',
          );
      }
      if (status === 403) {
        return void res.type('text/plain').status(403).send('Twilio Request Validation Failed.');
      }
      next(error);
    });
}

function translate(options: TwilioWebhookOptions, token: string | undefined): WebhookOptions {
  const { url, host, protocol, sharedKeySecret } = options;
  if ('sharedKeySecret' in options && (typeof sharedKeySecret !== 'string' || !sharedKeySecret)) {
    throw new OptionError(
      'sharedKeySecret',
      '"sharedKeySecret" is empty. Is the variable that you read it from set? Leave the option out to use none.',
    );
  }
  // As in the `twilio` package, the environment has the token also next to a shared key.
  const fromEnvironment = sharedKeySecret === undefined ? undefined : process.env.TWILIO_AUTH_TOKEN;
  const authToken = token ?? options.authToken ?? fromEnvironment;
  return {
    ...(sharedKeySecret === undefined ? {} : { sharedKeys: () => sharedKeySecret }),
    ...(authToken === undefined ? {} : { authToken }),
    ...(url === undefined ? {} : { configuredUrl: url }),
    ...(host === undefined && protocol === undefined ? {} : { publicUrl: originWith(options) }),
  };
}

/** @returns nothing if the host is not one: the option `publicUrl` checks it */
function originWith({ host, protocol }: RequestValidatorOptions): PublicUrl {
  return (request) =>
    `${protocol?.replace(/:$/, '') ?? request.protocol}://${host ?? request.host ?? ''}`;
}

/**
 * What the `twilio` package accepts as well: a query that something has re-escaped, `( ) ! * '` signed as they
 * are. Decoded it is the same.
 */
function legacyTargets({ target }: { readonly target: string }): string[] {
  const start = target.indexOf('?');
  if (start < 0) return [];
  const query = target.slice(start).replace(/%(?:2[1789A])/gi, decodeURIComponent);
  return [target.slice(0, start) + query];
}

/**
 * Whether a request that a body parser has parsed is genuine. `webhook()` does more: prefer it.
 *
 * @example
 * const isGenuine = validateIncomingRequest(req, authToken)
 */
export function validateIncomingRequest(
  request: Request,
  authToken: string,
  options: RequestValidatorOptions = {},
): boolean {
  // Nobody signs the target of a request with a fragment, and what follows "#" would be read and not verified.
  if (request.originalUrl.includes('#')) return false;
  const url = urlOf(request, options);
  if (url === undefined) return false;
  const signature = request.header(SIGNATURE_HEADER) ?? '';
  const algorithm = getSignatureAlgorithm(request.header(SIGNATURE_SETTINGS_HEADER));
  const isShared = request.header(SIGNATURE_SETTINGS_HEADER) !== undefined;
  // The header decides which key it is, and nothing else: a shared key signs with SHA-256 alone.
  if (isShared && algorithm !== 'HMAC_SHA256') return false;
  const secret = isShared ? (options.sharedKeySecret ?? '') : authToken;
  if (!url.includes('bodySHA256')) {
    return validateRequest(secret, signature, url, request.body ?? {}, algorithm);
  }
  // Without the bytes nothing can be said of them; the `twilio` package would take them for "{}".
  const { rawBody } = request;
  return (
    rawBody !== undefined &&
    validateRequestWithBody(secret, signature, url, rawBody.toString(), algorithm)
  );
}

/** @returns `undefined` if scheme or host are none, or `options.url` has another path or query than the request */
function urlOf(request: Request, options: RequestValidatorOptions): string | undefined {
  if (options.url !== undefined) {
    const [plain = ''] = options.url.split('#', 1);
    return matchingConfigured([plain], request.originalUrl, false)[0];
  }
  const { protocol = request.protocol, host = request.headers.host ?? '' } = options;
  const scheme = protocol.replace(/:$/, '');
  // The option may have a name in its own script, as `publicUrl` may.
  const name = options.host === undefined ? host : host.replace(/[^\0-\x7f]/g, 'x');
  if (!/^https?$/i.test(scheme) || !isHost(name)) return undefined;
  return `${scheme}://${host}${request.originalUrl}`;
}

/**
 * Another name of {@link validateIncomingRequest}.
 * @example
 * const isGenuine = validateExpressRequest(req, authToken)
 */
export const validateExpressRequest = validateIncomingRequest;
