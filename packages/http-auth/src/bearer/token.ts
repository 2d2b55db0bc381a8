import { maxLength } from '../header/auth-params.js';

/**
 * Reads `Authorization: Bearer` (RFC 6750, section 2.1).
 *
 * @returns `undefined` if the header does not hold exactly one token, or is longer than 16 KiB
 * @example
 * parseBearer('Bearer mF_9.B5f-4.1JqM') // 'mF_9.B5f-4.1JqM'
 */
export function parseBearer(authorization: string | null | undefined): string | undefined {
  if (authorization == null || authorization.length > maxLength) return undefined;
  return /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization)?.[1];
}

/**
 * `Authorization: Bearer` for a token (RFC 6750, section 2.1).
 *
 * @example
 * formatBearer('mF_9.B5f-4.1JqM') // 'Bearer mF_9.B5f-4.1JqM'
 */
export function formatBearer(token: string): string {
  return `Bearer ${token}`;
}
