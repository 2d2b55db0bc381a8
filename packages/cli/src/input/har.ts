import { UsageError } from '../errors.js';
import type { CapturedRequest } from './captured.js';

interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly postData?: {
    readonly text?: string;
    readonly params?: readonly { readonly name: string; readonly value?: string }[];
  };
}

/**
 * Reads a request of a HAR file: the one asked for, else the first with a signature.
 *
 * @param entry counted from 1
 * @throws UsageError if there is none
 */
export function parseHar(text: string, entry: number | undefined, header: string): CapturedRequest {
  let entries: { request: HarRequest }[];
  try {
    ({ entries } = JSON.parse(text).log);
  } catch {
    throw new UsageError('The file is not a HAR file: it must be JSON with log.entries.');
  }
  const signed = ({ request }: { request: HarRequest }) =>
    request.headers.some(({ name }) => name.toLowerCase() === header.toLowerCase());
  const found = entry === undefined ? (entries.find(signed) ?? entries[0]) : entries[entry - 1];
  if (found === undefined) throw new UsageError(`The HAR has ${entries.length} entries.`);
  const { method, url, headers, postData } = found.request;
  const form = new URLSearchParams(
    postData?.params?.map(({ name, value = '' }): [string, string] => [name, value]),
  );
  return {
    method,
    url,
    headers: headers.map(({ name, value }) => [name, value]),
    body: postData?.text ?? form.toString(),
  };
}
