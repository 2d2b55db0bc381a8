import { madeUp, signatureOf, signed, textToSign, withHeader, withSignature } from '../context.js';
import { secretOf, signText, withSecret } from '../key.js';
import { type Forgery, fixes } from './forgery.js';

/** Keys that a server has if its variable is not set: empty, or the text of a value that is none. */
const unsetKeys = ['', 'undefined', 'null', 'None'];

/** Signatures that are missing, of another key, or not exactly the one. */
export const signatureForgeries: readonly Forgery[] = [
  {
    check: 'no-signature',
    title: 'without a signature',
    fix: fixes.verifyAll,
    make: ({ genuine }) => [
      { sent: 'no header', request: withSignature(genuine) },
      { sent: 'an empty header', request: withSignature(genuine, '') },
    ],
  },
  {
    check: 'wrong-token',
    title: 'signed with another key',
    fix: fixes.verifyAll,
    make: (context) => [
      {
        sent: 'a signature made with another key',
        request: signed(context, { key: withSecret(context.key, `${secretOf(context.key)}x`) }),
      },
      { sent: 'a signature that is made up', request: withSignature(context.genuine, madeUp) },
    ],
  },
  {
    check: 'empty-key',
    title: 'signed with an empty key',
    fix: 'Refuse everything, or do not start, if the key is not set.',
    make: (context) =>
      unsetKeys.map((key) => ({
        sent: key === '' ? 'a signature made with no key' : `a signature made with "${key}"`,
        request: withSignature(context.genuine, signText(context.key, textToSign(context), key)),
      })),
  },
  {
    check: 'malformed-signature',
    title: 'signatures of another form',
    fix: fixes.exact,
    make: ({ genuine }) => [
      { sent: 'a signature of one character', request: withSignature(genuine, 'x') },
      {
        sent: 'the first 8 characters of the signature',
        request: withSignature(genuine, signatureOf(genuine).slice(0, 8)),
      },
    ],
  },
  {
    check: 'partial-signature',
    title: 'half of the signature right',
    fix: fixes.exact,
    make: ({ genuine }) => {
      const signature = signatureOf(genuine);
      // The last character but one has bits that base64 does not use.
      const [middle, end] = [signature.length / 2, signature.length - 2];
      const half = `${signature.slice(0, middle)}${other(signature.slice(middle, end))}A=`;
      return [
        { sent: 'the first half, and another second one', request: withSignature(genuine, half) },
        {
          sent: 'all but the first character',
          request: withSignature(genuine, other(signature.slice(0, 1)) + signature.slice(1)),
        },
        {
          sent: 'all but four characters at the end',
          request: withSignature(
            genuine,
            `${signature.slice(0, end - 4)}${other(signature.slice(end - 4, end))}A=`,
          ),
        },
      ];
    },
  },
  {
    check: 'duplicate-signature',
    title: 'two signature headers',
    fix: fixes.exact,
    // One of them is genuine, and for this content.
    level: 'warn',
    make: ({ genuine }) => {
      const signature = signatureOf(genuine);
      return [
        {
          sent: 'the genuine one, then another',
          request: withSignature(genuine, signature, madeUp),
        },
        {
          sent: 'another, then the genuine one',
          request: withSignature(genuine, madeUp, signature),
        },
      ];
    },
  },
  {
    check: 'case-changed-signature',
    title: 'the signature in other case',
    fix: fixes.exact,
    make: ({ genuine }) => {
      const swapped = signatureOf(genuine).replace(/[a-z]/gi, (char) =>
        char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase(),
      );
      return [{ sent: 'upper case for lower', request: withSignature(genuine, swapped) }];
    },
  },
  {
    check: 'looks-genuine',
    title: 'unsigned, by its looks genuine',
    fix: 'Verify whatever the request says of itself: everything in it can be forged, its headers too.',
    make: ({ genuine }) => {
      const bare = withSignature(genuine);
      return [
        {
          sent: 'no signature, the User-Agent of the sender',
          request: withHeader(bare, 'User-Agent', 'TwilioProxy/1.1'),
        },
        {
          sent: 'no signature, X-Forwarded-For: 127.0.0.1',
          request: withHeader(bare, 'X-Forwarded-For', '127.0.0.1'),
        },
        {
          sent: 'no signature, Host: localhost',
          request: withHeader(bare, 'Host', 'localhost'),
        },
      ];
    },
  },
];

/** Text of the same length that is another in each character, and base64. */
function other(text: string): string {
  return text.replace(/./g, (char) => (char === 'x' ? 'y' : 'x'));
}
