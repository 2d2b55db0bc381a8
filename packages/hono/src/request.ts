import { type RequestBody, WebhookError, type WebhookRequest } from '@sig/core';
import { fetchRequest, type VerifiedInit } from '@sig/core/adapter';
import type { HonoRequest } from 'hono';

/** A Hono request as the guards see it. */
export function webhookRequest(request: HonoRequest, bodyLimit: number): WebhookRequest {
  const raw = fetchRequest(request.raw, bodyLimit);
  let body: Promise<RequestBody> | undefined;
  return {
    ...raw,
    body() {
      body ??= readBody(request, bodyLimit, () => raw.body());
      return body;
    },
  };
}

/**
 * What `c.req` has read already: the bytes that came, the text of them, or the fields of a form. Anything else has lost
 * what was signed.
 */
async function readBody(
  request: HonoRequest,
  limit: number,
  read: () => RequestBody | Promise<RequestBody>,
): Promise<RequestBody> {
  const { arrayBuffer, blob, text, formData, parsedBody }: BodyCache = request.bodyCache;
  const kept = await (arrayBuffer ?? blob ?? text);
  if (kept === undefined) {
    if (!request.raw.bodyUsed) return read();
    const form = (await formData) ?? (await parsedBody);
    if (form === undefined) throw new WebhookError('body-already-parsed');
    return { parsed: form };
  }
  const bytes =
    typeof kept === 'string'
      ? new TextEncoder().encode(kept)
      : new Uint8Array(await new Response(kept).arrayBuffer());
  if (bytes.length > limit) throw new WebhookError('body-too-large');
  return { bytes };
}

/** What Hono keeps of a body; newer versions have other types for the same. */
interface BodyCache {
  readonly arrayBuffer?: ArrayBuffer | Promise<ArrayBuffer>;
  readonly blob?: Blob | Promise<Blob>;
  readonly text?: string | Promise<string>;
  readonly formData?: FormData | Promise<FormData>;
  readonly parsedBody?: unknown;
}

/** The request with the verified body. Made of its parts, because not every server of Hono has real ones. */
export function rebuilt(request: Request, init: VerifiedInit): Request {
  const { url, method, signal } = request;
  // Of Cloudflare Workers.
  const { cf } = request as { cf?: object };
  return new Request(url, { method, signal, ...init, ...(cf && { cf }) });
}
