// What the `twilio` package has for Express, by the same names and arguments.

import { OptionError, type PublicUrl, type WebhookError, type WebhookOptions } from '@sig/core';
import { validateRequest, validateRequestWithBody } from '@sig/core/twilio';
import type { Request, RequestHandler } from 'express';
import { webhook as sigWebhook } from './webhook.js';

export {
  getExpectedBodyHash,
  getExpectedTwilioSignature,
  validateBody,
  validateRequest,
  validateRequestWithBody,
} from '@sig/core/twilio';

/** Where the request was sent, for servers that cannot tell themselves. */
export interface RequestValidatorOptions {
  /** The whole URL, query included. Goes before `host` and `protocol`. */
  readonly url?: string;
  readonly host?: string;
  /** `http` or `https`. */
  readonly protocol?: string;
}

/** The options of the `twilio` package's `webhook()`. */
export interface TwilioWebhookOptions extends RequestValidatorOptions {
  readonly authToken?: string;
  /** There is no switch-off: `false` throws. Sign the requests of your tests instead. */
  readonly validate?: boolean;
  /** Ignored, as it is there. */
  readonly includeHelpers?: boolean;
}

const names = ['url', 'host', 'protocol', 'authToken', 'validate', 'includeHelpers'];

/**
 * The `twilio` package's middleware: the same arguments, answers and statuses, on sig's checks. It
 * needs no body parser before it, refuses bodies that the signature does not cover, and prefers the
 * `authToken` that it is given to the environment.
 *
 * @throws OptionError for `validate: false`, unknown options, or where there is no auth token
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
  const guard = sigWebhook(translate(options, token));
  return (req, res, next) =>
    guard(req as Parameters<typeof guard>[0], res, (error?: unknown) => {
      const code = (error as WebhookError | undefined)?.code;
      if (code === 'missing-signature') {
        return void res
          .type('text/plain')
          .status(400)
          .send(
            'No signature header error - X-Twilio-Signature header does not exist, maybe this request is not coming from Twilio.',
          );
      }
      if ((error as WebhookError | undefined)?.status === 403) {
        return void res.type('text/plain').status(403).send('Twilio Request Validation Failed.');
      }
      next(error);
    });
}

function translate(options: TwilioWebhookOptions, token: string | undefined): WebhookOptions {
  const authToken = token ?? options.authToken;
  const publicUrl = publicUrlOf(options);
  return {
    ...(authToken === undefined ? {} : { authToken }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
}

function publicUrlOf({ url, host, protocol }: RequestValidatorOptions): PublicUrl | undefined {
  if (url !== undefined) return () => url;
  if (host === undefined && protocol === undefined) return undefined;
  return (request) =>
    `${protocol ?? request.protocol}://${host ?? request.host ?? ''}${request.target}`;
}

/** Whether a request that a body parser has parsed is genuine. `webhook()` does more: prefer it. */
export function validateIncomingRequest(
  request: Request,
  authToken: string,
  options: RequestValidatorOptions = {},
): boolean {
  const { protocol = request.protocol, host = request.headers.host } = options;
  const url = options.url ?? `${protocol}://${host}${request.originalUrl}`;
  const signature = request.header('X-Twilio-Signature') ?? '';
  if (!url.includes('bodySHA256')) {
    return validateRequest(authToken, signature, url, request.body ?? {});
  }
  // Without the bytes nothing can be said of them; the `twilio` package would take them for "{}".
  const { rawBody } = request;
  return (
    rawBody !== undefined && validateRequestWithBody(authToken, signature, url, rawBody.toString())
  );
}

/** Another name of {@link validateIncomingRequest}. */
export const validateExpressRequest = validateIncomingRequest;
