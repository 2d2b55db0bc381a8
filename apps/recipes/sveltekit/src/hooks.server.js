// SvelteKit refuses every form that does not come from a page of the app, and so every genuine webhook. Its check can only
// be switched off as a whole (vite.config.js); this one is the same, but for the webhooks.
const webhooks = ['/voice', '/events'];
const changing = ['POST', 'PUT', 'PATCH', 'DELETE'];
const form = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)?\s*(?:;|$)/i;

export function handle({ event, resolve }) {
  const { request, url, route } = event;
  const isForm = form.test(request.headers.get('content-type') ?? '');
  const sameOrigin = request.headers.get('origin') === url.origin;
  if (changing.includes(request.method) && isForm && !sameOrigin && !webhooks.includes(route.id)) {
    return new Response('Cross-site forms are forbidden', { status: 403 });
  }
  return resolve(event);
}
