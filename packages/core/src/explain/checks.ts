import { printable } from './printable.js';
import type { Seen } from './seen.js';
import { isOfSharedKey } from './structural.js';
import { isSorted } from './variants/query-order.js';

/** Something to look at if nothing matches. */
interface Check {
  /** How much speaks for it: 0 to leave it out. */
  readonly weight: number;
  readonly text: string;
}

// Names that mean nothing on the internet, and addresses that are not on it (RFC 1918, RFC 4193).
const internal =
  /^(?:localhost|[^.[]*|.*\.(?:local|localhost|internal|svc|lan|home|cluster|test)|10\..*|127\..*|169\.254\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|\[(?:::1|f[cd].*)\])$/i;

/** What to look at if nothing matches, what the evidence speaks for first. */
export function checksFor(seen: Seen): readonly string[] {
  const { parts, evidence, isParsed, configured } = seen;
  const { hasPublicUrl, keyVerifiedOthers } = evidence;
  const host = printable(parts.host + parts.port, 100);
  const isInternal = internal.test(parts.host);
  const checks: readonly Check[] = [
    {
      weight: isOfSharedKey(seen) ? 10 : 0,
      text: 'The request names a shared key (X-Twilio-Webhooks-Signature-Settings): is it configured, with its secret and algorithm?',
    },
    {
      weight: hasPublicUrl !== true && isInternal && configured.length === 0 ? 9 : 0,
      text: `Set "publicUrl" to the origin that is configured at the sender: this server sees ${host}, which is internal.`,
    },
    {
      weight: isParsed ? 8 : 0,
      text: 'A parser took the bytes of the body: put webhook() before it, or let it keep them.',
    },
    {
      weight: isSorted(parts.query) ? 7 : 0,
      text: 'The query is in alphabetical order here: was it so at the sender, or did a proxy sort it?',
    },
    {
      weight: keyVerifiedOthers === true ? 1 : 6,
      text:
        keyVerifiedOthers === true
          ? 'The auth token has verified other requests here; is it that of the account that sent this one?'
          : 'Is the auth token that of the account that sends (a subaccount has its own), and the current one?',
    },
    {
      weight: 5,
      text:
        configured.length === 0
          ? 'Is the URL at the sender the one verified above, to the byte: scheme, host, port, path, slash, query?'
          : 'Is the configured URL the one that is set at the sender, to the byte?',
    },
    {
      weight: 4,
      text: 'Does a body parser or middleware change the body before it is verified? Put webhook() before it.',
    },
    {
      weight: configured.length === 0 ? 3 : 0,
      text: 'Does a proxy, a tunnel or a rewrite change the path or the query? Set "publicUrl" or "rewrite".',
    },
    { weight: 2, text: 'Is the request from the sender at all?' },
  ];
  return [...checks]
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ text }) => text);
}

/** How to be certain, if nothing matches. */
export const nextStep =
  'give the URL that is set at the sender, which decides between URL, key and body: the option configuredUrl: "https://...", or sig explain --configured-url https://...';
