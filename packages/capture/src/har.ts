import { type CapturedRequest, cutSentUrl } from './captured.js';
import { CaptureError } from './errors.js';

interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value?: unknown }[];
  /** Of some programs `null`. */
  readonly postData?: PostData | null;
}

/** What is in a file may be anything. */
interface PostData {
  readonly text?: unknown;
  /** Of a text that is not the body itself. `sig listen` writes the former, other programs the latter. */
  readonly _encoding?: unknown;
  readonly encoding?: unknown;
  readonly params?: unknown;
}

interface HarEntry {
  readonly request?: unknown;
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
  const signed = ({ request }: HarEntry) =>
    isHarRequest(request) &&
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

function entriesOf(text: string): HarEntry[] {
  try {
    // Without the byte order mark, if there is one.
    const { entries } = JSON.parse(text.trim()).log;
    if (Array.isArray(entries)) return entries.map(Object);
  } catch {
    // As if it had none.
  }
  throw new CaptureError('The file is not a HAR file: it must be JSON with log.entries.');
}

/** Whether a value is a request of a HAR file. */
export function isHarRequest(value: unknown): value is HarRequest {
  const { url, method, headers } = Object(value);
  return (
    typeof url === 'string' &&
    typeof method === 'string' &&
    Array.isArray(headers) &&
    headers.every(hasName)
  );
}

const hasName = (value: unknown) => typeof Object(value).name === 'string';

function captured(request: unknown): CapturedRequest {
  if (!isHarRequest(request)) {
    throw new CaptureError(
      'An entry of the HAR has no request with method, url and headers: save it again, with all content.',
    );
  }
  const { method, url, headers, postData } = request;
  return {
    method,
    ...cutSentUrl(url),
    headers: headers.map(({ name, value }) => [name, String(value ?? '')]),
    body: bodyOf(postData ?? {}),
  };
}

function bodyOf(postData: PostData): string | Uint8Array {
  const { text, params, _encoding, encoding } = postData;
  if (
    typeof postData !== 'object' ||
    !['string', 'undefined'].includes(typeof (text ?? undefined))
  ) {
    throw new CaptureError('A body in the HAR is not text: save it again, with all content.');
  }
  if (typeof text !== 'string') return formOf(params ?? []);
  if ((_encoding ?? encoding) !== 'base64') return text;
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new CaptureError('A body in the HAR is said to be base64, and is not.');
  }
}

function formOf(params: unknown): string {
  if (!Array.isArray(params) || !params.every(hasName)) {
    throw new CaptureError('A form in the HAR has parameters without names.');
  }
  return String(
    new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value ?? ''])),
  );
}
