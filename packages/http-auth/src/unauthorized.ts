import { type Rejected, reject, type WebhookErrorCode } from '@sig/core';

/** 401 with one challenge, or several. */
export function unauthorized(challenges: string | readonly string[]): Rejected {
  return challenged('unauthorized', challenges);
}

/** Any other refusal with a challenge. */
export function challenged(
  code: WebhookErrorCode,
  challenges: string | readonly string[],
): Rejected {
  return reject(code, { headers: { 'WWW-Authenticate': [challenges].flat() } });
}
