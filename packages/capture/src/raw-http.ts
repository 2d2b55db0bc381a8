import { isForm } from '@sig/core/adapter';
import { type CapturedRequest, cutSentUrl, headerOf } from './captured.js';
import { readTrace } from './curl-trace.js';
import { CaptureError } from './errors.js';

/**
 * Reads a raw HTTP request as logs, proxies and tools show it: HTTP/1.1 (RFC 9112), or the fields of an HTTP/2
 * request with its pseudo-header fields (RFC 9113, section 8.3), also as `curl -v` and `curl --trace` print them.
 *
 * @throws CaptureError if it is not one, or its body is not in it
 */
export function parseRawHttp(text: string): CapturedRequest {
  const trace = readTrace(text);
  if (trace === undefined) return parsed(text);
  return { ...parsed(trace.head), body: trace.body };
}

function parsed(text: string): CapturedRequest {
  const { lines, body, isVerbose } = cutHead(text);
  const fields = lines.flatMap((line): [string, string][] => {
    const [, name, value = ''] = /^(:?[^:\s]+):[ \t]*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value.trim()]];
  });
  const pseudo = new Map(fields.filter(([name]) => name.startsWith(':')));
  const [, method = pseudo.get(':method'), target = pseudo.get(':path')] =
    lines.map((line) => /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(line)).find(Boolean) ?? [];
  if (method === undefined || target === undefined) {
    throw new CaptureError(
      'The request must have its request line, such as "POST /voice HTTP/1.1", or :method and :path.',
    );
  }
  const headers = fields.filter(([name]) => !name.startsWith(':'));
  const request = {
    method,
    headers,
    body: asSent(isVerbose ? given(body, headers) : body, headers),
  };
  if (/^https?:\/\//i.test(target)) return { ...request, ...cutSentUrl(target) };
  const host = pseudo.get(':authority') ?? headerOf(request, 'host');
  return { ...request, scheme: pseudo.get(':scheme'), host, target };
}

/** The lines before the first that is blank, what follows it as it is, and whether `curl -v` printed them. */
function cutHead(text: string) {
  const lines: string[] = [];
  let isVerbose = false;
  let rest = text.replace(/^\s+/, '');
  while (rest !== '') {
    const [whole = '', line = ''] = /^([^\n]*?)\r?(?:\n|$)/.exec(rest) ?? [];
    rest = rest.slice(whole.length);
    const plain = unmarked(line);
    isVerbose ||= /^> [A-Z]+ \S/.test(line);
    if (plain === '') break;
    lines.push(plain);
  }
  return { lines, body: rest, isVerbose };
}

/**
 * The body that somebody put after the head that `curl -v` printed: curl does not print it. What it prints are its own
 * lines, a meter, and then the answer.
 *
 * @throws CaptureError if there was one and nobody did
 */
function given(text: string, headers: readonly (readonly [name: string, value: string])[]): string {
  const sent = text.replace(/^<(?: |\r?$)[\s\S]*/m, '');
  const body = sent.replace(/^(?:\* .*|[{}] \[\d+ bytes data\]|.*--:--:--.*)\r?(?:\n|$)/gm, '');
  const hasBody =
    Number(headerOf({ headers }, 'content-length')) > 0 ||
    headerOf({ headers }, 'transfer-encoding') !== undefined;
  if (!hasBody || body.trim() !== '') return body;
  throw new CaptureError(
    'curl -v does not print the body that it sends: run the command with --trace - in its place, or give the command itself.',
  );
}

/** A line without the marks of `curl -v` and `nghttp`. */
function unmarked(line: string): string {
  const bracketed = /^\* \[(?:HTTP\/2|h2h3)\].*? \[(:?[^:\]]+: .*)\]$/.exec(line);
  return bracketed?.[1] ?? line.replace(/^> ?/, '').trim();
}

/**
 * The body as it was sent: an editor that saved the capture has added a line end, which `Content-Length` does not
 * count, and which is in no form.
 */
function asSent(
  body: string,
  headers: readonly (readonly [name: string, value: string])[],
): string | Uint8Array {
  const length = headerOf({ headers }, 'content-length');
  const bytes = new TextEncoder().encode(body);
  if (length !== undefined && /^\d+$/.test(length) && Number(length) < bytes.length) {
    return bytes.subarray(0, Number(length));
  }
  return isForm(headerOf({ headers }, 'content-type')) ? body.replace(/[\r\n]+$/, '') : body;
}
