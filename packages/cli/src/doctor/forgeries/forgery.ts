import type { DoctorContext, Kind } from '../context.js';
import type { Attempt } from '../judge.js';
import type { KeyKind } from '../key.js';

/** A request that must be refused. Adding one is adding a row. */
export interface Forgery {
  readonly check: string;
  readonly title: string;
  /** What a server that lets it in should change. */
  readonly fix: string;
  /** For which endpoints. Default: all. */
  readonly kinds?: readonly Kind[];
  /** For endpoints with which kinds of keys. Default: all. */
  readonly keys?: readonly KeyKind[];
  /**
   * What it means if it gets in. `warn`: the content is what was signed, but the server verified something else than what
   * came; `advice`: other servers in front may be the reason. Default: `fail`.
   */
  readonly level?: 'fail' | 'warn' | 'advice';
  /** Whether it is a failure if all of its requests get in, though one alone is not. */
  readonly failIfAll?: boolean;
  readonly make: (context: DoctorContext) => readonly Attempt[];
}

export const fixes = {
  verifyAll: 'Verify every request before anything else, and answer 403 if it fails.',
  coverAll: 'Verify the signature over the URL and every parameter, names and values as they came.',
  coverBody:
    'Refuse a body that is not a form unless bodySHA256 of the signed URL matches it: a signature over the URL alone covers no body.',
  exact: 'Compare the one signature header as exact text, in constant time.',
  wholeUrl: 'Verify the whole URL, query string included, as it came.',
} as const;
