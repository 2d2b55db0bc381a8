import type { Random } from './random.js';
import { signatureOf } from './reference.js';
import { authToken } from './settings.js';

/** A request before it is bytes: what mutations work on. */
export interface Draft {
  /** What it is, for whoever reads a failure. */
  readonly title: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** How the body is framed; `none` announces no body. */
  readonly framing: 'length' | 'chunked' | 'none';
  /** How the bytes arrive: at once, the body in later packets, or the whole cut anywhere. */
  readonly packets: 'one' | 'late' | 'cut';
  /** Whether a correct receiver accepts it. */
  readonly genuine: boolean;
  /** Whether the framing may be broken, so that its connection cannot be used again. */
  readonly broken?: boolean;
}

export const signatureHeader = 'X-Twilio-Signature';

/** Every string that the key has signed in a run. */
export type Signed = Set<string>;

/** Signs a string, and remembers it. */
export function signAndRemember(signed: Signed, text: string): string {
  signed.add(text);
  return signatureOf(authToken, text);
}

export function headerOf({ headers }: Draft, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The same request with a header replaced, or added, or (`undefined`) left out. */
export function withHeader(draft: Draft, name: string, value: string | undefined): Draft {
  const others = draft.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  return { ...draft, headers: value === undefined ? others : [...others, [name, value]] };
}

/** The bytes of a request, in the packets in which they are to arrive. */
export function packetsOf(draft: Draft, { below }: Random): Buffer[] {
  const framing: [string, string][] = {
    length: [['Content-Length', String(draft.body.length)] as [string, string]],
    chunked: [['Transfer-Encoding', 'chunked'] as [string, string]],
    none: [],
  }[draft.framing];
  const lines = [...draft.headers, ...framing].map(([name, value]) => `${name}: ${value}`);
  const head = `${[`${draft.method} ${draft.target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
  const body = draft.framing === 'chunked' ? chunked(draft.body, below) : draft.body;
  if (draft.packets === 'one') return [Buffer.concat([Buffer.from(head), body])];
  if (draft.packets === 'late') {
    const half = below(body.length + 1);
    const rest = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
    return [Buffer.from(head), ...rest];
  }
  const all = Buffer.concat([Buffer.from(head), body]);
  const [a, b] = [below(all.length), below(all.length)].sort((one, other) => one - other);
  return [all.subarray(0, a), all.subarray(a, b), all.subarray(b)].filter(
    (part) => part.length > 0,
  );
}

/** RFC 9112, section 7.1. */
function chunked(body: Buffer, below: Random['below']): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start < body.length; ) {
    const end = Math.min(body.length, start + 1 + below(body.length));
    parts.push(Buffer.from(`${(end - start).toString(16)}\r\n`), body.subarray(start, end));
    parts.push(Buffer.from('\r\n'));
    start = end;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}
