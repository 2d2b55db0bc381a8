import type { Guard } from '@sig/core';
import { digestResponse } from '../src/digest/response.js';
import { type DigestAlgorithm, parseChallenges } from '../src/index.js';
import { request } from './request.js';

/** The challenges of a rejection. */
export function challengesOf(verdict: unknown): string[] {
  const { error } = verdict as { error: { headers: Record<string, string[]> } };
  return error.headers['WWW-Authenticate'] ?? [];
}

/** Whether a verdict asks the client to continue with a new nonce. */
export function isStale(verdict: unknown): boolean {
  return parseChallenges(challengesOf(verdict))[0]?.params.stale === 'true';
}

/** A nonce of a guard. */
export async function nonceOf(guard: Guard): Promise<string> {
  return parseChallenges(challengesOf(await guard(request())))[0]?.params.nonce ?? '';
}

/** What a client sends; its H(A1) may be wrong. */
export interface Sent {
  readonly nonce: string;
  /** H(A1). */
  readonly secret: string;
  readonly username?: string;
  readonly realm?: string;
  readonly algorithm?: DigestAlgorithm;
  readonly nc?: string;
  readonly cnonce?: string;
  /** Parameters to append. */
  readonly more?: string;
}

/** `Authorization: Digest` for `GET /`. */
export function authorization({
  nonce,
  secret,
  username = 'user',
  realm = 'calls',
  algorithm = 'SHA-256',
  nc = '00000001',
  cnonce = 'c',
  more = '',
}: Sent): string {
  const input = { algorithm, nonce, nc, cnonce, qop: 'auth', uri: '/' } as const;
  const response = digestResponse(input, secret, 'GET', undefined);
  return `Digest username="${username}", realm="${realm}", uri="/", algorithm=${algorithm}, nonce="${nonce}", nc=${nc}, cnonce="${cnonce}", qop=auth, response="${response}"${more}`;
}
