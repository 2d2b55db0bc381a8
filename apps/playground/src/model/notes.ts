// What is wrong with a field, said next to it.
import { bodyHash } from '@sig/core';
import type { Action } from './check.js';
import { bodyOf, hasRaw } from './request.js';
import { hashesOf } from './signature.js';
import type { State } from './state.js';

export interface Note {
  readonly tone: 'info' | 'bad' | 'good';
  /** Text between backticks is code. */
  readonly text: string;
  readonly action?: { readonly do: Action; readonly label: string };
}

export function urlNotes({ url, method }: State): Note[] {
  const notes: Note[] = [];
  if (url !== '' && !/^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(url)) {
    notes.push({ tone: 'bad', text: 'Not a full URL. Start with `https://` and a host.' });
  }
  if (url.includes('#')) {
    notes.push({
      tone: 'info',
      text: 'Everything from `#` is left out: it is never sent and never signed.',
    });
  }
  if (method === 'WS' && /^http/i.test(url)) {
    const scheme = /^https/i.test(url) ? 'wss' : 'ws';
    notes.push({
      tone: 'bad',
      text: `Upgrades are signed as \`${scheme}://\`.`,
      action: { do: 'use-wss', label: `Use ${scheme}` },
    });
  }
  return notes;
}

export function bodyNotes(state: State): Note[] {
  const body = bodyOf(state);
  if (!hasRaw(state) || body.length === 0) return [];
  const [hash, ...others] = hashesOf(state);
  const wanted = bodyHash(body);
  if (hash === undefined) {
    return [
      {
        tone: 'bad',
        text: '`body-not-signed`: the URL has no bodySHA256, so nothing signs this body.',
        action: { do: 'add-hash', label: 'Add it to the URL' },
      },
    ];
  }
  if ([hash, ...others].every((one) => one === wanted)) {
    return [{ tone: 'good', text: 'bodySHA256 matches this body.' }];
  }
  return [
    {
      tone: 'bad',
      text: `\`body-hash-mismatch\`: this body hashes to \`${wanted.slice(0, 8)}…\`, the URL says \`${hash.slice(0, 8)}…\`. Hash the bytes as received, not a re-serialized object.`,
      action: { do: 'add-hash', label: 'Update the URL' },
    },
  ];
}

export function keyIdNotes({ key, keyId }: State): Note[] {
  if (key !== 'shared' || keyId.trim() === '' || /^[!-+\--~]+$/.test(keyId.trim())) return [];
  return [
    { tone: 'bad', text: 'A key ID has visible ASCII characters only, no spaces and no commas.' },
  ];
}
