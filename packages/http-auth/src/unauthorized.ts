import { type Rejected, reject } from '@sig/core';

/** 401 with one challenge, or several. */
export function unauthorized(challenges: string | readonly string[]): Rejected {
  return reject('unauthorized', { headers: { 'WWW-Authenticate': [challenges].flat() } });
}
