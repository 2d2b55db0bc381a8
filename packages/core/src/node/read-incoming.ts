import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { WebhookError } from '../errors.js';
import { checkContentEncoding } from '../webhook/content-encoding.js';
import { defaultBodyLimit } from '../webhook/request.js';

/** How to read a body. */
export interface ReadOptions {
  /** The largest body, in bytes. Default: 1 MiB. */
  readonly limit?: number;
}

/**
 * Reads the raw body of a request, once.
 *
 * Over the limit it stops collecting at once and lets the rest of the body run dry, so that memory
 * stays bounded and the client still gets its answer.
 *
 * @throws WebhookError `body-too-large`, `unsupported-encoding`, `request-aborted`, or
 * `body-already-parsed` if something else has read from the stream
 * @example
 * const bytes = await readIncoming(req, { limit: 64 * 1024 })
 */
export async function readIncoming(
  req: IncomingMessage,
  options: ReadOptions = {},
): Promise<Buffer> {
  const { limit = defaultBodyLimit } = options;
  if (!hasBody(req)) return Buffer.alloc(0);
  if (isConsumed(req)) throw new WebhookError('body-already-parsed');
  if (req.destroyed) throw new WebhookError('request-aborted');
  checkContentEncoding(req.headers['content-encoding']);
  if (Number(req.headers['content-length']) > limit) {
    req.resume();
    throw new WebhookError('body-too-large');
  }
  return readStream(req, limit);
}

/**
 * Reads a stream of bytes to its end, `limit` bytes at the most.
 *
 * @throws WebhookError `body-too-large`, `request-aborted`
 * @example
 * const bytes = await readStream(req, 64 * 1024)
 */
export function readStream(req: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let settled = false;
    const fail = (error: () => WebhookError) => {
      if (settled) return;
      settled = true;
      req.off('data', onData);
      reject(error());
    };
    const onData = (data: Buffer | string) => {
      // Strings, if something before us has called setEncoding().
      const chunk =
        typeof data === 'string' ? Buffer.from(data, req.readableEncoding ?? 'utf8') : data;
      length += chunk.length;
      if (length <= limit) return void chunks.push(chunk);
      fail(() => new WebhookError('body-too-large'));
      req.resume();
    };
    // The listeners stay when the body is read, which is cheaper than taking them off: nothing comes any more.
    req.on('data', onData).on('end', () => {
      settled = true;
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length));
      chunks.length = 0;
    });
    const onAbort = (cause?: unknown) => fail(() => new WebhookError('request-aborted', { cause }));
    req.on('close', onAbort).on('error', onAbort);
  });
}

/**
 * The same bytes as a Node buffer; a copy of none of them.
 *
 * @example
 * toBuffer(Uint8Array.of(104, 105)).toString() // 'hi'
 */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether the head of the request announces a body (RFC 9112, section 6; RFC 9113, section 8.1). */
export function hasBody(req: IncomingMessage): boolean {
  if (req.httpVersionMajor >= 2) return !endsAfterHeaders(req);
  // Requests that node:http did not make may have a body without a word in the head.
  if (req.rawHeaders?.length === 0 && !/^(?:GET|HEAD)$/.test(req.method ?? '')) return true;
  return (
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length']) > 0
  );
}

function endsAfterHeaders(req: IncomingMessage): boolean {
  const { stream } = req as { stream?: { endAfterHeaders?: boolean } };
  return stream?.endAfterHeaders === true;
}

/** Whether a request can be read from. Mocks cannot. */
export function isStream(req: IncomingMessage): boolean {
  return typeof req.readableEnded === 'boolean';
}

/** Whether the body has been read to its end. What is not a stream has nothing that could still come. */
export function hasEnded(req: IncomingMessage): boolean {
  return req.readableEnded || !isStream(req);
}

/** Whether something has already taken bytes from the stream, if there is one. */
export function isConsumed(req: IncomingMessage): boolean {
  return req.readableDidRead || hasEnded(req);
}
