/** What a check found. */
export interface Finding {
  /** The stable name of the check. */
  readonly check: string;
  readonly title: string;
  /**
   * `pass`: as it must be; `fail`: a forgery gets in, or a genuine request does not; `error`: the server
   * broke (5xx, no answer); `warn`: to fix; `advice`: good to know, not a fault of the server; `skip`: not
   * checked, for the reason given.
   */
  readonly level: 'pass' | 'fail' | 'error' | 'warn' | 'advice' | 'skip';
  readonly sent: string;
  readonly got: string;
  /** What to change, if anything. */
  readonly fix?: string;
  readonly milliseconds?: number;
}

/** A report card. */
export interface Report {
  readonly url: string;
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'F';
  /** The report in a sentence. */
  readonly verdict: string;
  /** Whether the genuine request got a response. */
  readonly answered: boolean;
  readonly findings: readonly Finding[];
}
