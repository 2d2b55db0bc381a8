import { type CapturedRequest, cutSentUrl } from './captured.js';
import { CaptureError } from './errors.js';

interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly postData?: {
    readonly text?: string;
    /** Of a text that is not the body itself. `sig listen` writes the former, other programs the latter. */
    readonly _encoding?: string;
    readonly encoding?: string;
    readonly params?: readonly { readonly name: string; readonly value?: string }[];
  };
}

/** Which entry of a HAR file: its number, from 1; or all that are signed. Else the first that is signed. */
export type Entry = number | 'all' | undefined;

/**
 * Reads requests of a HAR file.
 *
 * @throws CaptureError if there is none
 */
export function parseHar(text: string, entry: Entry, header: string): CapturedRequest[] {
  const entries = entriesOf(text);
  const signed = ({ request }: { request: HarRequest }) =>
    request.headers.some(({ name }) => name.toLowerCase() === header.toLowerCase());
  const found =
    entry === 'all'
      ? entries.filter(signed)
      : [entry === undefined ? (entries.find(signed) ?? entries[0]) : entries[entry - 1]];
  const requests = found.flatMap((one) => (one === undefined ? [] : [captured(one.request)]));
  if (requests.length > 0) return requests;
  throw new CaptureError(
    `The HAR has ${entries.length} entries${entry === 'all' ? ', and none is signed' : ''}.`,
  );
}

function entriesOf(text: string): { request: HarRequest }[] {
  try {
    const { entries } = JSON.parse(text).log;
    if (Array.isArray(entries)) return entries;
  } catch {
    // As if it had none.
  }
  throw new CaptureError('The file is not a HAR file: it must be JSON with log.entries.');
}

function captured({ method, url, headers, postData }: HarRequest): CapturedRequest {
  const form = new URLSearchParams(
    postData?.params?.map(({ name, value = '' }): [string, string] => [name, value]),
  );
  return {
    method,
    ...cutSentUrl(url),
    headers: headers.map(({ name, value }) => [name, value]),
    body: bodyOf(postData) ?? form.toString(),
  };
}

function bodyOf(postData: HarRequest['postData']): string | Uint8Array | undefined {
  const isBase64 = (postData?._encoding ?? postData?.encoding) === 'base64';
  if (!isBase64) return postData?.text;
  try {
    return Uint8Array.from(atob(postData?.text ?? ''), (char) => char.charCodeAt(0));
  } catch {
    throw new CaptureError('A body in the HAR is said to be base64, and is not.');
  }
}
