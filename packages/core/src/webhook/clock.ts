/** Milliseconds that do not run backwards, where the runtime has such a clock: some edge runtimes have none. */
export function monotonic(): number {
  return typeof performance === 'undefined' ? Date.now() : performance.now();
}
