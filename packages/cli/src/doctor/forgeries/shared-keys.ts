import { hmac, signatureSettingsHeader } from '@sig/core/adapter';
import { type DoctorContext, textToSign, withHeader, withSignature } from '../context.js';
import type { Attempt } from '../judge.js';
import { secretOf } from '../key.js';
import type { Forgery } from './forgery.js';

/** The id of a shared key that nobody has. */
const unknownId = 'KY00000000000000000000000000000000';

/** What a look-up finds of an unknown id if it is not asked whether it found something. */
const nothings = ['', 'undefined', 'null', 'None'];

/** Requests that say of themselves which key signed them: nothing covers what they say. */
export const sharedKeyForgeries: readonly Forgery[] = [
  {
    check: 'unknown-shared-key',
    title: 'signed with an unknown shared key',
    fix: 'Look for the id in your own list of shared keys, and answer 403 if it is not in it: the settings header is not signed, and anyone may write an id there.',
    make: (context) => [
      attempt(context, "a shared key of the forger's own", unknownId, 'sha256', 'a made-up secret'),
      ...nothings.map((nothing) =>
        attempt(context, `a shared key whose secret is "${nothing}"`, unknownId, 'sha256', nothing),
      ),
      ...['constructor', '__proto__'].map((id) =>
        attempt(context, `a shared key called ${id}`, id, 'sha256', ''),
      ),
    ],
  },
  {
    check: 'algorithm-downgrade',
    title: 'the algorithm that the request names',
    fix: 'The algorithm belongs to the key: verify HMAC-SHA256 alone, whatever the settings header says, and refuse a shared key in place of the auth token.',
    // Only those who have the secret can make these.
    level: 'warn',
    keys: ['shared-key'],
    make: (context) => {
      const { key } = context;
      const id = 'sharedKey' in key ? key.sharedKey.id : '';
      const named = attempt(
        context,
        'HMAC-SHA1 of the secret, and so named',
        id,
        'sha1',
        secretOf(key),
      );
      const bare = withHeader(named.request, signatureSettingsHeader);
      return [named, { sent: 'HMAC-SHA1 of the secret, as of an auth token', request: bare }];
    },
  },
  {
    check: 'key-confusion',
    title: 'the auth token as a shared key',
    fix: 'Keep the kinds of keys apart: with the settings header, verify with shared keys alone; without it, with the auth token alone.',
    // Only those who have the token can make these.
    level: 'advice',
    keys: ['auth-token'],
    make: (context) => [
      attempt(
        context,
        'HMAC-SHA256 of the auth token, as a shared key',
        unknownId,
        'sha256',
        secretOf(context.key),
      ),
    ],
  },
];

/** The genuine request, signed with this secret, under a settings header that says so. */
function attempt(
  context: DoctorContext,
  sent: string,
  id: string,
  hash: 'sha1' | 'sha256',
  secret: string,
): Attempt {
  const signature = hmac(hash, secret, textToSign(context), 'base64');
  const algorithm = hash === 'sha1' ? 'HMAC_SHA1' : 'HMAC_SHA256';
  const signed = withSignature(context.genuine, signature);
  return {
    sent,
    request: withHeader(signed, signatureSettingsHeader, `key=${id},algorithm=${algorithm}`),
  };
}
