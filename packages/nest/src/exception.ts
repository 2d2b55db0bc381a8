import { HttpException } from '@nestjs/common';
import type { WebhookError, WebhookErrorCode } from '@sig/core';

/**
 * A rejection, as Nest's exception filters know it. Nest answers it with its status and logs nothing; the body is
 * `{ statusCode, code, message }`. The headers that it asks for are set already.
 *
 * @example
 * const exception = new WebhookException(new WebhookError('signature-mismatch'))
 * exception.getStatus() // 403
 */
export class WebhookException extends HttpException {
  /** The stable name of the reason. */
  readonly code: WebhookErrorCode;
  /** The rejection itself: for `hintOf()`, and never for the client. */
  readonly error: WebhookError;

  constructor(error: WebhookError) {
    const { code, status, message } = error;
    const shown = error.expose ? message : 'Internal Server Error';
    super({ statusCode: status, code, message: shown }, status, { cause: error });
    this.code = code;
    this.error = error;
  }
}
