/** What a framework or a service answers before the handler is asked. Adding one is adding a row. */
const knownAnswers: readonly {
  readonly says: RegExp;
  readonly who: string;
  readonly fix: string;
}[] = [
  {
    says: /Cross-site \w+ form submissions are forbidden/i,
    who: 'SvelteKit or Astro',
    fix: "Its check of the Origin header refuses forms that no browser sent. In SvelteKit set csrf: { trustedOrigins: ['*'] } (before 2.37: csrf: { checkOrigin: false }) in svelte.config.js; in Astro security: { checkOrigin: false } in astro.config.mjs. Then check the origin yourself for the routes that browsers use.",
  },
  {
    says: /CSRF verification failed/i,
    who: 'Django',
    fix: 'Put @csrf_exempt on the view: the signature is what proves where the request comes from.',
  },
  {
    says: /DisallowedHost|Invalid HTTP_HOST header/i,
    who: 'Django',
    fix: 'Add the public host name to ALLOWED_HOSTS.',
  },
  {
    says: /InvalidAuthenticityToken|Can't verify CSRF token authenticity/i,
    who: 'Rails',
    fix: 'Add skip_forgery_protection to the controller: the signature takes its place.',
  },
  {
    says: /Page Expired|CSRF token mismatch/i,
    who: 'Laravel',
    fix: 'Exclude the path from CSRF protection: $middleware->validateCsrfTokens(except: [...]) in bootstrap/app.php.',
  },
  {
    says: /The CSRF token is missing/i,
    who: 'Flask-WTF',
    fix: 'Put @csrf.exempt on the view: the signature takes its place.',
  },
  {
    says: /invalid csrf token/i,
    who: 'CSRF middleware',
    fix: 'Register the webhook before the CSRF middleware, or exclude its path.',
  },
  {
    says: /Blocked request\. This host/i,
    who: 'Vite',
    fix: 'Add the host name to server.allowedHosts in vite.config.',
  },
  {
    says: /Invalid Host header/i,
    who: 'webpack-dev-server',
    fix: 'Add the host name to devServer.allowedHosts.',
  },
  {
    says: /ERR_NGROK_\d+/,
    who: 'ngrok',
    fix: 'The tunnel is not open, or shows a page of its own. Start it, and give its present URL.',
  },
  {
    says: /Attention Required! \| Cloudflare|Just a moment\.\.\./i,
    who: 'Cloudflare',
    fix: 'A rule of its firewall challenges what is no browser. Add a rule that skips it for this path.',
  },
  {
    says: /Authentication Required.*Vercel|vercel\.com\/sso-api/is,
    who: 'Vercel',
    fix: 'Deployment Protection asks for a login. Turn it off for this deployment, or use the production URL.',
  },
];

/** What is known about an answer, by its text. */
export function knownAnswer(text: string): { who: string; fix: string } | undefined {
  return knownAnswers.find(({ says }) => says.test(text));
}
