/** Something is wrong with how the command was called. */
export class UsageError extends Error {}

/** The exit codes, the same for every command. */
export const exitCodes = {
  /** Done; valid; no fault found. */
  good: 0,
  /** Check failed: not valid, no cause found, a status of 400 and up, a fault found. */
  bad: 1,
  /** Usage error. */
  usage: 2,
  /** No response. */
  unreachable: 3,
  /** A defect of this program. */
  defect: 4,
} as const;
