/** A captured request, from any source. */
export interface CapturedRequest {
  readonly method: string;
  /** The whole URL, as far as the capture tells it. */
  readonly url: string;
  /** In their order, names as they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** A header by its name, in any case; several are joined. */
export function headerOf(request: CapturedRequest, name: string): string | undefined {
  const values = request.headers
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}
