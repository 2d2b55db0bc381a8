import type { WebhookOptions } from '@sig/core';
import { createVerifier } from '@sig/core/fetch';

/** What Bun, Deno, Cloudflare Workers and others take: a function from Request to Response. */
export function makeHandler(options: WebhookOptions) {
  const verifier = createVerifier(options);
  return async (request: Request): Promise<Response> => {
    const verdict = await verifier.verify(request);
    if (!verdict.ok) return Response.json({ code: verdict.error.code }, verdict.error);
    const form = await verdict.request.formData();
    return new Response(`You pressed ${form.get('Digits')}.`);
  };
}
