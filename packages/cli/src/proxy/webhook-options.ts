import { randomUUID } from 'node:crypto';
import type { Guard, Rewrite, WebhookOptions } from '@sig/core';
import { equal, hmac } from '@sig/core/adapter';
import { memoryStore, type Store } from '@sig/core/store';
import { createStreamTickets } from '@sig/core/tickets';
import { basic, bearer, digest, nonceStore } from '@sig/http-auth';
import { UsageError } from '../errors.js';
import { parsePairs } from '../input/text.js';
import {
  readOneSecret,
  readSecretLines,
  readSecretPairs,
  readTokens,
  type TokenOptions,
} from '../input/token.js';

/** What is verified with. */
export interface KeyFlags extends TokenOptions {
  readonly publicUrl?: string;
  readonly rewrite?: string[];
  readonly accountSid?: string[];
  readonly sharedKeysFile?: string;
  readonly ticketSecretFile?: string;
  readonly bodyLimit?: number;
}

/** What is asked for besides. */
export interface GuardFlags {
  readonly httpAuth?: string[];
  readonly usersFile?: string;
  readonly realm?: string;
  readonly nonceSecretFile?: string;
  readonly bearerFile?: string;
}

/**
 * The options of `webhook()` that flags describe.
 *
 * @param store shared by several instances; one in this process if there is none
 * @throws UsageError if flags contradict each other, or a file cannot be read
 */
export function webhookOptions(
  flags: KeyFlags & GuardFlags,
  store: Store | undefined,
): WebhookOptions {
  const { publicUrl, accountSid, bodyLimit, ticketSecretFile } = flags;
  const guards = guardsOf(flags, store);
  return {
    ...keysOf(flags),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(accountSid !== undefined && { accountSid }),
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(flags.rewrite !== undefined && { rewrite: rewritesOf(flags.rewrite) }),
    ...(guards.length > 0 && { httpAuth: guards }),
    ...(ticketSecretFile !== undefined && {
      tickets: createStreamTickets({
        secrets: readSecretLines(ticketSecretFile),
        store: store ?? memoryStore(),
      }),
    }),
  };
}

function rewritesOf(texts: readonly string[]): Rewrite[] {
  return parsePairs(texts, '--rewrite must be from=to').map(([from, to]) => ({ from, to }));
}

/** Shared keys alone, if there is no auth token. */
function keysOf(flags: KeyFlags): WebhookOptions {
  const { sharedKeysFile, tokenFile, tokenStdin } = flags;
  if (sharedKeysFile === undefined) return { authToken: readTokens(flags) };
  const sharedKeys = readSecretPairs(sharedKeysFile, '--shared-keys-file', 'id=secret');
  const isTokenGiven =
    tokenFile !== undefined || tokenStdin === true || !!process.env.TWILIO_AUTH_TOKEN;
  return isTokenGiven ? { sharedKeys, authToken: readTokens(flags) } : { sharedKeys };
}

function guardsOf(flags: GuardFlags, store: Store | undefined): Guard[] {
  const {
    httpAuth: kinds = [],
    usersFile,
    realm = 'webhooks',
    nonceSecretFile,
    bearerFile,
  } = flags;
  const other = kinds.find((kind) => kind !== 'basic' && kind !== 'digest');
  if (other !== undefined) throw new UsageError(`--http-auth must be basic, digest, or both.`);
  if (new Set(kinds).size < kinds.length) throw new UsageError('--http-auth has a kind twice.');
  if (flags.realm !== undefined && kinds.length === 0 && bearerFile === undefined) {
    throw new UsageError('--realm is for --http-auth and --bearer-file, and there is neither.');
  }
  if (kinds.length > 0 !== (usersFile !== undefined)) {
    throw new UsageError('--http-auth and --users-file go together.');
  }
  if (nonceSecretFile !== undefined && !kinds.includes('digest')) {
    throw new UsageError('--nonce-secret-file is for --http-auth digest.');
  }
  if (kinds.includes('digest') && store !== undefined && nonceSecretFile === undefined) {
    throw new UsageError(
      'Instances that share Redis need a common --nonce-secret-file, so that each accepts the nonces of the others.',
    );
  }
  const credentials =
    usersFile === undefined ? {} : readSecretPairs(usersFile, '--users-file', 'user:password');
  const guards = kinds.map((kind) => {
    if (kind === 'basic') return basic({ realm, credentials });
    return digest({
      realm,
      credentials,
      ...(nonceSecretFile !== undefined && { secret: readOneSecret(nonceSecretFile) }),
      ...(store !== undefined && { store: nonceStore(store) }),
    });
  });
  return bearerFile === undefined
    ? guards
    : [...guards, bearerOf(readSecretLines(bearerFile), realm)];
}

/** Compared as HMACs of one length, all of them, so that timing reveals nothing about the tokens. */
function bearerOf(tokens: readonly string[], realm: string): Guard {
  const key = randomUUID();
  const digestOf = (token: string) => hmac('sha256', key, token, 'base64');
  const digests = tokens.map(digestOf);
  return bearer({
    realm,
    check: (token) => digests.map((one) => equal(one, digestOf(token))).includes(true),
  });
}
