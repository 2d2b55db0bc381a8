// What there is to say of the signature that was received, without looking for a cause.
import { type Verdict, verify } from '@sig/core';
import { formatSignatureSettings } from '@sig/core/adapter';
import {
  bodyOf,
  contentTypeOf,
  hasForm,
  headerOf,
  partsOf,
  plural,
  signedParams,
  urlParts,
  withoutFragment,
} from './request.js';
import { algorithmOf, type Computed, compute, keyIdOf, tidy } from './signature.js';
import type { State } from './state.js';

/** Something that the person can do about it, by one click. */
export type Action = 'use-computed' | 'to-shared' | 'to-token' | 'apply' | 'use-wss' | 'add-hash';

/** What is shown of a signature. */
export interface Check {
  readonly kind: 'idle' | 'match' | 'uncovered' | 'malformed' | 'mismatch';
  readonly title: string;
  readonly text: string;
  /** The code of the error that sig answers with. */
  readonly code?: string;
  /** The URL that was signed, if it is another one that is accepted. */
  readonly signedUrl?: string;
  readonly action?: { readonly do: Action; readonly label: string };
}

/** The verdict of sig on this request. */
export function verdictOf(state: State): Verdict {
  const id = keyIdOf(state);
  const shared = {
    signatureSettings: formatSignatureSettings(id, 'HMAC-SHA256'),
    sharedKeys: { [id]: state.secret },
  };
  return verify({
    ...(state.key === 'shared' ? shared : { authToken: state.secret }),
    signature: tidy(state.received),
    url: withoutFragment(state.url),
    contentType: contentTypeOf(state),
    body: bodyOf(state),
    authorization: headerOf(state, 'authorization'),
  });
}

export function check(state: State): Check {
  const computed = compute(state);
  const received = tidy(state.received);
  if (received === '') return nothingReceived(state, computed);
  if (computed === undefined) {
    const missing = state.secret === '' ? 'key' : 'URL';
    return {
      kind: 'idle',
      title: `No ${missing}`,
      text: `Enter the ${missing} to check this signature.`,
    };
  }
  const shape = malformed(state, received);
  if (shape !== undefined) return shape;
  const verdict = verdictOf(state);
  if (verdict.ok) return match(state, verdict.url);
  const { code } = verdict.error;
  if (code === 'body-not-signed' || code === 'body-hash-mismatch') {
    // sig refuses the body first. Here it is of interest whether the signature would be right.
    const alone = verdictOf({ ...state, method: 'GET' });
    if (alone.ok) return uncovered(code);
  }
  return {
    kind: 'mismatch',
    title: 'No match',
    text: 'This key gives another signature for this request.',
    code,
  };
}

function nothingReceived(state: State, computed: Computed | undefined): Check {
  if (computed !== undefined) {
    return {
      kind: 'idle',
      title: 'Nothing to compare yet',
      text: 'Paste the signature you received. It is checked as you type.',
      action: { do: 'use-computed', label: 'Use the computed one' },
    };
  }
  if (state.url === '') {
    return { kind: 'idle', title: 'Nothing entered', text: 'Enter a URL, or pick an example.' };
  }
  return {
    kind: 'idle',
    title: 'Nothing to compare yet',
    text: 'Enter the key to compute the signature, and paste the one you received.',
  };
}

/** What a signature that has another shape may be. */
function malformed(state: State, received: string): Check | undefined {
  const length = state.key === 'shared' ? 44 : 28;
  const isBase64 = /^[A-Za-z0-9+/]+=*$/.test(received);
  if (isBase64 && received.length === length && received.endsWith('=')) return undefined;
  const about = (title: string, text: string, action?: Check['action']): Check => ({
    kind: 'malformed',
    title,
    text,
    code: 'malformed-signature',
    ...(action === undefined ? {} : { action }),
  });
  if (/^[0-9a-f]{40}$/i.test(received)) {
    return about(
      'This is hex, not base64',
      '40 hex characters are an HMAC-SHA1. Twilio sends it in base64.',
    );
  }
  if (/^[0-9a-f]{64}$/i.test(received)) {
    return about(
      'This is hex, not base64',
      '64 hex characters are an HMAC-SHA256. Twilio sends it in base64.',
    );
  }
  if (isBase64 && received.length === 44 && length === 28) {
    const action = { do: 'to-shared', label: 'Switch to shared key' } as const;
    return about('This was signed with a shared key', '44 characters are an HMAC-SHA256.', action);
  }
  if (isBase64 && received.length === 28 && length === 44) {
    const action = { do: 'to-token', label: 'Switch to auth token' } as const;
    return about('This was signed with the auth token', '28 characters are an HMAC-SHA1.', action);
  }
  return about(
    'Not a complete signature',
    `${algorithmOf(state)} gives ${length} base64 characters ending in =. This has ${received.length}.`,
  );
}

function match(state: State, signedUrl: string): Check {
  const url = withoutFragment(state.url);
  if (signedUrl !== url) {
    return {
      kind: 'match',
      title: `Match, ${variation(url, signedUrl)}`,
      text: 'The URL differs in a way that sig accepts by itself.',
      signedUrl,
    };
  }
  const count = signedParams(state).length;
  const covered = hasForm(state)
    ? count === 0
      ? 'The URL is covered, and there are no parameters.'
      : `The URL and ${count === 1 ? 'the parameter' : `all ${plural(count, 'parameter')}`} are covered.`
    : bodyOf(state).length > 0
      ? 'The URL and, through bodySHA256, the body are covered.'
      : 'The URL is covered.';
  return { kind: 'match', title: 'Match', text: `This key signed exactly this string. ${covered}` };
}

/** How a URL that is accepted differs from the one that was seen. */
function variation(seen: string, signed: string): string {
  const [a, b] = [partsOf(seen), partsOf(signed)];
  const said = urlParts.flatMap((part) => {
    if (a[part] === b[part]) return [];
    if (part === 'port') {
      return [b.port === '' ? 'without the port' : `with the default port ${b.port}`];
    }
    if (part === 'userinfo')
      return [b.userinfo === '' ? 'without user and password' : 'with user and password'];
    if (part === 'query') return [b.query.includes('%27') ? "with ' as %27" : "with %27 as '"];
    return part === 'path' ? ['with the other trailing slash'] : [];
  });
  return said.join(' and ');
}

function uncovered(code: 'body-not-signed' | 'body-hash-mismatch'): Check {
  return code === 'body-not-signed'
    ? {
        kind: 'uncovered',
        title: 'The body is not signed',
        text: 'The signature is right for the URL, but nothing covers this body. sig refuses the request.',
        code,
      }
    : {
        kind: 'uncovered',
        title: 'The body was changed',
        text: 'The signature is right for the URL, but bodySHA256 does not match this body. sig refuses the request.',
        code,
      };
}
