import { behindTlsProxy, formPost, headerOf, type Play, withHeader } from '@sig/conformance';
import { type Scene, sceneOf } from './scene.js';

const settingsHeader = 'X-Twilio-Webhooks-Signature-Settings';

/** The shared keys that every app knows next to the auth token: the one that goes, and the one that comes. */
export const sharedKeys = { 'KY-old': 'the old secret', 'KY-new': 'the new secret' };

/** A webhook moves from the auth token to a shared key, and from that to another; and who tries to profit. */
export function rotationScenes(authToken: string): Scene[] {
  const { authToken: _, ...proxy } = behindTlsProxy(authToken);
  const post = (id: string, secret: string, algorithm?: 'HMAC-SHA1') =>
    formPost({ ...proxy, sharedKey: { id, secret, algorithm } }, '/voice/menu', { Digits: '1' });
  const byToken = formPost({ ...proxy, authToken }, '/voice/menu', { Digits: '1' });
  const byKey = post('KY-new', sharedKeys['KY-new']);
  const refused = (
    title: string,
    code: NonNullable<Play['code']>,
    request: Play['request'],
  ): Play => ({
    title,
    request,
    status: 403,
    code,
  });
  const settings = headerOf(byKey, settingsHeader);
  const plays: Play[] = [
    { title: 'still signed with the auth token', request: byToken, status: 200 },
    { title: 'with the old key', request: post('KY-old', sharedKeys['KY-old']), status: 200 },
    { title: 'with the new key', request: byKey, status: 200 },
    refused('with a key that is gone', 'unknown-key', post('KY-gone', 'its secret')),
    refused(
      'the old secret as the new key',
      'signature-mismatch',
      post('KY-new', sharedKeys['KY-old']),
    ),
    refused(
      'downgraded to SHA-1',
      'unsupported-algorithm',
      post('KY-new', sharedKeys['KY-new'], 'HMAC-SHA1'),
    ),
    refused(
      'the auth token under a key',
      'malformed-signature',
      withHeader(byToken, settingsHeader, settings),
    ),
    refused(
      'a key without its header',
      'malformed-signature',
      withHeader(byKey, settingsHeader, undefined),
    ),
  ];
  return plays.map(sceneOf);
}
