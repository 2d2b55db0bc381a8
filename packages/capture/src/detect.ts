import { signatureHeader } from '@sig/core/adapter';
import type { CapturedRequest } from './captured.js';
import { checkShell, isCurl, parseCurl } from './curl.js';
import { CaptureError } from './errors.js';
import { parseEvent } from './event.js';
import { isHarRequest, parseHar } from './har.js';
import { parseRawHttp } from './raw-http.js';

/** What a captured request was written as. */
export type CaptureFormat = 'curl' | 'har' | 'event' | 'raw-http';

/** A captured request, and what it was read as. */
export interface Capture {
  readonly format: CaptureFormat;
  readonly request: CapturedRequest;
}

/**
 * Reads a captured request in whichever format it is: a curl command, a HAR file or one of its entries, the event
 * of a serverless function, or raw HTTP. Of several the first that is signed.
 *
 * @throws CaptureError if it is in none of them
 */
export function parseCapture(text: string): Capture {
  const plain = text.trim();
  if (isCurl(plain)) return { format: 'curl', request: parseCurl(plain) };
  checkShell(plain);
  if (!plain.startsWith('{')) return { format: 'raw-http', request: parseRawHttp(text) };
  const har = harOf(plain);
  if (har === undefined) return { format: 'event', request: parseEvent(plain) };
  const [request] = parseHar(har, undefined, signatureHeader);
  if (request === undefined) throw new CaptureError('The HAR has no entries.');
  return { format: 'har', request };
}

/** The HAR file that a text is, or is an entry or a request of; `undefined` if it is none. */
function harOf(text: string): string | undefined {
  let json: Record<string, unknown>;
  try {
    json = Object(JSON.parse(text));
  } catch {
    throw new CaptureError('This JSON is incomplete.');
  }
  if (json.log !== undefined) return text;
  if (isHarRequest(json.request)) return JSON.stringify({ log: { entries: [json] } });
  return isHarRequest(json) ? JSON.stringify({ log: { entries: [{ request: json }] } }) : undefined;
}
