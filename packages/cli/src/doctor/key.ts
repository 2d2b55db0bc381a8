import { hmac } from '@sig/core/adapter';

/** What genuine requests to an endpoint are signed with. */
export type Key =
  | { readonly authToken: string }
  | { readonly sharedKey: { readonly id: string; readonly secret: string } };

export type KeyKind = 'auth-token' | 'shared-key';

export function keyKind(key: Key): KeyKind {
  return 'authToken' in key ? 'auth-token' : 'shared-key';
}

/** The key with another secret. */
export function withSecret(key: Key, secret: string): Key {
  return 'authToken' in key ? { authToken: secret } : { sharedKey: { ...key.sharedKey, secret } };
}

export function secretOf(key: Key): string {
  return 'authToken' in key ? key.authToken : key.sharedKey.secret;
}

/** The signature of a text as this kind of key makes it; also with secrets that no key may have. */
export function signText(key: Key, text: string, secret = secretOf(key)): string {
  return hmac(keyKind(key) === 'auth-token' ? 'sha1' : 'sha256', secret, text, 'base64');
}
