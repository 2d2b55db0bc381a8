import type { Explanation } from '@sig/core/explain';
import type { Recognized } from '../events/recognize.js';
import type { Warning } from './warnings.js';

/** Header fields as they came, in their order. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** How much of a body is kept. */
export const maxKeptBody = 64 * 1024;

/** A body, as far as it was kept. */
export interface KeptBody {
  /** The first {@link maxKeptBody} bytes. */
  readonly bytes: Uint8Array;
  /** How long all of it was. */
  readonly length: number;
}

/** Whether a request was genuine, and if not, why. */
export type RecordVerdict =
  | { readonly state: 'genuine'; readonly url: string; readonly key: string }
  | {
      readonly state: 'refused';
      readonly code: string;
      readonly message: string;
      readonly explanation: Explanation | undefined;
    }
  | { readonly state: 'not-verified'; readonly reason: string };

/** What the app answered. */
export interface RecordAnswer {
  readonly status: number;
  readonly headers: Fields;
  readonly body: KeptBody;
  /** From the whole request to the whole answer. */
  readonly milliseconds: number;
}

/** A request that came by, and what became of it. */
export interface RequestRecord {
  /** Counted from 1. */
  readonly id: number;
  /** When it came, in milliseconds since 1970. */
  readonly time: number;
  /** Where it came from: from outside, or again from here. */
  readonly via: 'received' | 'resent' | 'played';
  readonly method: string;
  /** The request target, as it came. */
  readonly target: string;
  readonly scheme: 'http' | 'https';
  /** The `Host`, as it came. */
  readonly host: string | undefined;
  readonly upgrade: boolean;
  readonly headers: Fields;
  readonly body: KeptBody;
  readonly event: Recognized;
  readonly verdict: RecordVerdict;
  /** `undefined` until there is one. */
  readonly answer?: RecordAnswer | undefined;
  /** Why there will be no answer. */
  readonly failure?: string | undefined;
  readonly warnings: readonly Warning[];
  /** Why the app may have refused a request that is genuine. */
  readonly advice?: Explanation | undefined;
  /** The first attempt of a request that was sent again by its sender. */
  readonly retryOf?: number | undefined;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** Whether values were taken out, so that the signature no longer matches. */
  readonly redacted?: boolean | undefined;
}

/** Keeps the beginning of a body, and none of the memory of the rest. */
export function keptBody(bytes: Uint8Array, length: number = bytes.length): KeptBody {
  return { bytes: Uint8Array.from(bytes.subarray(0, maxKeptBody)), length };
}

/** A header by its name, in any case; several are joined. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  const values = fields.flatMap(([one, value]) => (one.toLowerCase() === name ? [value] : []));
  return values.length === 0 ? undefined : values.join(', ');
}

/** The URL of a request, as this side saw it. */
export function seenUrl({
  scheme,
  host,
  target,
}: Pick<RequestRecord, 'scheme' | 'host' | 'target'>) {
  return /^https?:\/\//i.test(target) ? target : `${scheme}://${host ?? 'unknown'}${target}`;
}

/** A URL without the name and the password in it. */
export function withoutUserinfo(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, '$1');
}

/** Bytes as text, a byte-order mark included; `undefined` if they are not UTF-8. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
