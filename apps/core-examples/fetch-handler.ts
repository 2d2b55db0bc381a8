import { verifyRequest, type WebhookOptions } from '@sig/core';

/** What Bun, Deno, Cloudflare Workers and others take: a function from Request to Response. */
export function makeHandler(options: WebhookOptions) {
  return async (request: Request): Promise<Response> => {
    const verdict = await verifyRequest(request, options);
    if (!verdict.ok) return Response.json({ code: verdict.error.code }, verdict.error);
    const form = await verdict.request.formData();
    return new Response(`You pressed ${form.get('Digits')}.`);
  };
}
