import { checkContentEncoding } from '../webhook/content-encoding.js';
import { WebhookError } from '../errors.js';
import type { Rejected } from '../webhook/guard.js';
import type { WebhookOptions } from '../webhook/options.js';
import { createReceiver, type Received } from '../webhook/receiver.js';
import type { RequestBody, WebhookRequest } from '../webhook/request.js';

/**
 * Verifies a Fetch API request: for every framework that has no adapter. The request stays readable.
 *
 * A `Request` has a URL that the runtime has parsed and printed again; give `publicUrl` wherever the
 * server is not reached under the name that it knows itself by.
 *
 * @throws OptionError if an option is wrong or there is no auth token
 * @example
 * const verdict = await verifyRequest(request, { authToken, publicUrl: 'https://example.com' })
 * if (!verdict.ok) return new Response(verdict.error.message, { status: verdict.error.status })
 * verdict.params.Digits
 */
export async function verifyRequest(
  request: Request,
  options: WebhookOptions = {},
): Promise<Received | Rejected> {
  const receiver = createReceiver(options);
  return receiver.receive(fetchRequest(request, receiver.bodyLimit));
}

/** A Fetch API request as the guards see it. `bodyLimit` is in bytes. */
export function fetchRequest(request: Request, bodyLimit: number): WebhookRequest {
  const [, protocol = '', host = '', target = ''] =
    /^(https?):\/\/([^/?#]*)([^#]*)/i.exec(request.url) ?? [];
  let body: Promise<RequestBody> | undefined;
  return {
    method: request.method,
    target,
    protocol: protocol.toLowerCase(),
    host: host.slice(host.lastIndexOf('@') + 1),
    upgrade: /(?:^|,)\s*websocket\s*(?:,|$)/i.test(request.headers.get('upgrade') ?? ''),
    header: (name) => request.headers.get(name) ?? undefined,
    body() {
      body ??= readBody(request, bodyLimit).then((bytes) => ({ bytes }));
      return body;
    },
  };
}

async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw new WebhookError('body-already-parsed');
  if (request.body === null) return new Uint8Array(0);
  checkContentEncoding(request.headers.get('content-encoding'));
  if (Number(request.headers.get('content-length')) > limit)
    throw new WebhookError('body-too-large');
  // A clone, so that the handler can still read the request as it is used to.
  const stream = request.clone().body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new WebhookError('request-aborted', { cause });
    });
    if (done) break;
    length += value.length;
    if (length > limit) {
      // Not awaited: a clone settles only when its twin is cancelled too.
      void reader.cancel().catch(() => {});
      throw new WebhookError('body-too-large');
    }
    chunks.push(value);
  }
  return concat(chunks, length);
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
