import { WebhookError } from '../errors.js';
import type { RequestBody } from '../scheme/body-coverage.js';
import { isForm } from '../scheme/content-type.js';
import type { Params } from '../scheme/params.js';
import { checkContentEncoding } from './content-encoding.js';
import type { Passed } from './receiver.js';
import type { WebhookRequest } from './request.js';

/**
 * The request for the handler of a verified one: the same if it has no body or nobody has read that, else
 * what `rebuild` makes of it with the verified body. The body of a form is its params, sorted by UTF-16 code
 * units and each pair once, all else escaped (WHATWG URL, section 5.2): the signature covers neither order nor
 * repetition, and not every parser reads other escapes, or bytes that are not ASCII, as sig does.
 *
 * @param received what a receiver made of `fetchRequest(request, bodyLimit)`; without `params` (no signature)
 * the body is the bytes that came
 * @example
 * const rebuild = (init: RequestInit) => new Request(request, init)
 * const verified = received.ok ? verifiedRequest(request, received, rebuild) : undefined
 */
export function verifiedRequest<R extends Request>(
  request: R,
  { rawBody, params }: Pick<Passed, 'rawBody'> & { readonly params?: Params },
  rebuild: (init: VerifiedInit) => R,
): R {
  if (request.body === null || rawBody === undefined) return request;
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  const headers = new Headers(request.headers);
  const isParams = params !== undefined && isForm(headers.get('content-type'));
  const body = isParams ? printForm(params) : (rawBody as Uint8Array<ArrayBuffer>);
  headers.delete('transfer-encoding');
  headers.set('content-length', String(body.length));
  return rebuild({ headers, body });
}

/** What differs between a request that came and the one for its handler. */
export interface VerifiedInit {
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/**
 * A form of what was verified: its params, sorted by UTF-16 code units and each pair once, all else escaped. For handlers
 * that parse a body by themselves, because the signature covers neither order nor repetition.
 *
 * @example
 * printForm({ To: '+1555', Digits: '1' }) // 'Digits=1&To=%2B1555'
 */
export function printForm(params: Params): string {
  const form = new URLSearchParams();
  for (const name of Object.keys(params).sort()) {
    const value = params[name];
    if (typeof value === 'string') form.append(name, value);
    else for (const one of new Set(value)) form.append(name, one);
  }
  return form.toString();
}

/**
 * A Fetch API request as the guards see it. Its `body()` reads that of `request`, which only
 * {@link verifiedRequest} makes readable again.
 *
 * @param bodyLimit in bytes
 * @example
 * const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 */
export function fetchRequest(request: Request, bodyLimit: number): WebhookRequest {
  // Nothing with userinfo, which no request has (RFC 9110, section 4.2.4); some runtimes take it from the target. A
  // fragment is part of the target: handlers read it, and nobody signs one.
  const [, protocol = '', host = '', target = ''] =
    /^(https?):\/\/([^/?#@]*)((?:[/?].*)?)$/i.exec(request.url) ?? [];
  let body: Promise<RequestBody> | undefined;
  return {
    method: request.method,
    target,
    alternateTargets: () => spellings(target),
    protocol: protocol.toLowerCase(),
    host: inLettersOf(request.headers.get('host'), host),
    upgrade: /(?:^|,)\s*websocket\s*(?:,|$)/i.test(request.headers.get('upgrade') ?? ''),
    header: (name) => request.headers.get(name) ?? undefined,
    body() {
      body ??= readBody(request, bodyLimit).then((bytes) => ({ bytes }));
      return body;
    },
  };
}

/** The runtime prints a host in lower case; a sender signs the letters that it also puts into `Host`. */
function inLettersOf(header: string | null, host: string): string {
  return header?.toLowerCase() === host.toLowerCase() ? header : host;
}

/**
 * How a target may have been written before the runtime parsed and printed it: its URL parser escapes characters that
 * senders sign as they are (WHATWG URL, sections 1.3 and 4.4).
 */
function* spellings(target: string): Generator<string> {
  const given = new Set([target]);
  for (const escapes of escapedByUrl) {
    const spelling = target.replace(escapes, decodeURIComponent);
    if (given.has(spelling)) continue;
    given.add(spelling);
    const { pathname, search } = new URL(`http://localhost${spelling}`);
    if (pathname + search === target) yield spelling;
  }
}

/** All of them, those that are escaped in queries and paths alike, and each alone. */
const escapedByUrl = [
  /%(?:22|27|3C|3E|5E|60|7B|7D)/g,
  /%(?:22|3C|3E)/g,
  /%27/g,
  /%22/g,
  /%(?:3C|3E)/g,
  /%(?:7B|7D)/g,
  /%(?:5E|60)/g,
];

async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (request.bodyUsed || request.body?.locked) throw new WebhookError('body-already-parsed');
  if (request.body === null) return new Uint8Array(0);
  checkContentEncoding(request.headers.get('content-encoding'));
  if (Number(request.headers.get('content-length')) > limit)
    throw new WebhookError('body-too-large');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new WebhookError('request-aborted', { cause });
    });
    if (done) break;
    const chunk = bytesOf(value);
    length += chunk.length;
    if (length > limit) {
      // Not cancelled: some servers then close the connection before the answer is out.
      reader.releaseLock();
      throw new WebhookError('body-too-large');
    }
    chunks.push(chunk);
  }
  return concat(chunks, length);
}

/** Streams of Node give text if something has set an encoding for them. */
function bytesOf(chunk: Uint8Array | string): Uint8Array {
  return typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
