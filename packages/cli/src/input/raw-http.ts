import { UsageError } from '../errors.js';
import { type CapturedRequest, headerOf } from './captured.js';

/**
 * Reads a raw HTTP/1.1 request (RFC 9112), as logs and proxies show it.
 *
 * @throws UsageError if it is not one
 */
export function parseRawHttp(text: string): CapturedRequest {
  const trimmed = text.replace(/^\s+/, '');
  const [head = '', ...rest] = trimmed.split(/\r?\n\r?\n/);
  const body = trimmed.slice(head.length).replace(/^(?:\r?\n){2}/, '');
  const [requestLine = '', ...lines] = head.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(requestLine.trim());
  if (match === null) {
    throw new UsageError(
      'The request must begin with its request line, such as "POST /voice HTTP/1.1".',
    );
  }
  const [, method = '', target = ''] = match;
  const headers = lines
    .filter((line) => line.includes(':'))
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
  const request = { method, url: target, headers, body: rest.length === 0 ? '' : body };
  if (/^https?:\/\//i.test(target)) return request;
  const scheme = headerOf(request, 'x-forwarded-proto')?.split(',')[0]?.trim() ?? 'https';
  return { ...request, url: `${scheme}://${headerOf(request, 'host') ?? 'unknown'}${target}` };
}
