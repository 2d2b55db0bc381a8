import type { WebhookRequest } from '@sig/core';
import { maxAlternateTargets } from '@sig/core/adapter';

/**
 * Whether the `uri` that a client named is the target of the request (RFC 7616, section 3.4.6). It may be
 * in absolute form.
 *
 * @param targets the target of the request, then its alternates
 * @param prefix the path prefix that a proxy has stripped from the target
 */
export function isTarget(uri: string, targets: Iterable<string>, prefix: string): boolean {
  const named = originForm(uri);
  for (const target of targets) if (named === prefix + originForm(target)) return true;
  return false;
}

/** The request target, then its alternates, which are made on demand. */
export function* targetsOf({ target, alternateTargets }: WebhookRequest): Generator<string> {
  yield target;
  let left = maxAlternateTargets;
  for (const alternate of alternateTargets?.() ?? []) {
    if (left-- === 0) return;
    yield alternate;
  }
}

function originForm(uri: string): string {
  const path = uri.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}
