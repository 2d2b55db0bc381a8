// Astro refuses every form that does not come from a page of the app, and so every genuine webhook. Its check can only be
// switched off as a whole (astro.config.js); this one is the same, but for the webhooks.
const webhooks = ['/voice', '/events'];
const changing = ['POST', 'PUT', 'PATCH', 'DELETE'];
const form = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)?\s*(?:;|$)/i;

export function onRequest({ request, routePattern, isPrerendered }, next) {
  if (isPrerendered || !changing.includes(request.method)) return next();
  const isForm = form.test(request.headers.get('content-type') ?? '');
  const { origin } = new URL(process.env.PUBLIC_URL);
  const sameOrigin = request.headers.get('origin') === origin;
  if (isForm && !sameOrigin && !webhooks.includes(routePattern)) {
    return new Response('Cross-site forms are forbidden', { status: 403 });
  }
  return next();
}
