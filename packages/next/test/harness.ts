import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import type { Harness } from '@sig/conformance/suite';
import { buildProject, type Files, type NextVersion, ProjectServer } from './project.js';

/** Where handlers are: route handlers in the Node or Edge runtime, or API routes. */
export type Router = 'app' | 'edge' | 'pages';

/** Servers of one version of Next.js, with one of its routers, for the conformance suite. */
export function harness(version: NextVersion, router: Router): Harness {
  const require = createRequire(new URL(`projects/${version}/x.js`, import.meta.url));
  let dir = '';
  let server: ProjectServer | undefined;
  let open = 0;
  return {
    name: `next ${installedVersion(require.resolve('next'))} ${router}`,
    without: holes(version, router),
    refusals: refusals(version, router),
    prepare() {
      dir = build(version, router);
    },
    async start({ scenario, alone }) {
      server ??= new ProjectServer(dir);
      const port = await server.open(alone ? `${scenario} alone` : scenario);
      open++;
      return {
        port,
        async close() {
          await server?.close(port);
          if (--open === 0) server?.stop();
        },
      };
    },
  };
}

function build(version: NextVersion, router: Router): string {
  if (router === 'pages') return buildProject(version, 'suite-pages', {}, 'pages');
  const route = 'app/[[...path]]/route.js';
  const text = readFileSync(new URL(`templates/app/${route}`, import.meta.url), 'utf8');
  const files: Files =
    router === 'edge' ? { [route]: `export const runtime = 'edge';\n${text}` } : {};
  return buildProject(version, `suite-${router}`, files, 'app');
}

/** What Next.js answers to captured requests before our code is asked, or because of what it says. */
function refusals(version: NextVersion, router: Router): Record<string, number> {
  const redirected = [
    'http://:acme/voice',
    'http:///voice',
    'http://a@b/voice',
    'http://phone.example',
    'http://phone.example?x',
  ].map((target) => [`refuses: the target ${target}`, 308] as const);
  // Next.js makes the URL itself, of a scheme that it takes for https: no signature is made for that.
  const schemes = [
    'https://phone.example:8080/hook?next=https',
    ...(version === 'next-14-0' ? ['javascript'] : []),
    'https:',
    'https /hook',
  ].map((scheme) => [`refuses: X-Forwarded-Proto: ${scheme}`, 403] as const);
  const byItself = router !== 'pages' || version === 'next-14-0';
  return Object.fromEntries([...redirected, ...(byItself ? schemes : [])]);
}

function holes(version: NextVersion, router: Router): Record<string, string> {
  const redirect = 'Next.js redirects a trailing slash away (308) before a handler is asked.';
  const late =
    'In the Edge runtime of `next start`, Next.js sends no answer before the request has ended. What is over the limit is not read, so memory stays bounded.';
  const http = 'Next.js 14.0 takes `X-Forwarded-Proto: http` for https; later versions do not.';
  return {
    upgrade: 'Next.js has no WebSocket servers.',
    distrust: 'Next.js always believes `X-Forwarded-*`; there is no setting.',
    'before, bytes lost: JSON is an error of the set-up (body-already-parsed)':
      'There are no parsers to order. A body parser of API routes that was left on is tested beside the adapter.',
    'rejects: HTTP/1.0 without a Host (url-unknown)':
      'Next.js fills in the name that it is bound to, which no signature is made for (403).',
    'accepts: absolute-form':
      'Next.js redirects a target in absolute form (308) before a handler is asked.',
    'accepts: a trailing slash that the sender did not sign': redirect,
    'implied-index-slash: accepted': redirect,
    'implied-index-slash-query: accepted': redirect,
    ...(router !== 'pages' && {
      'rejects: a GET with a body (body-not-signed)':
        'Next.js gives route handlers no body of a GET, so there is none that could be forged.',
      'bearer: two Authorization headers are refused':
        'Node drops the second Authorization, and Next.js hands on what Node has parsed: a handler reads the first one too.',
      'refuses: two Content-Types':
        'Node drops the second Content-Type, and Next.js hands on what Node has parsed: a handler reads the first one too.',
    }),
    ...(router === 'edge' && {
      'an endless body is answered long before its end': late,
      'a malformed signature is refused before the body has come': late,
    }),
    ...(router !== 'pages' &&
      version !== 'next-14-0' && {
        'refuses: X-Forwarded-Proto: javascript':
          'Next.js takes every scheme but https for http: the handler sees the URL that was signed.',
      }),
    ...((router === 'edge' || (router === 'app' && version !== 'next-14-0')) && {
      'accepts: escapes, quotes, plus and pipe as they came':
        'Next.js serializes the query again before a handler sees it; sig tries the likely originals, but empty pairs (`&&`) are lost.',
    }),
    ...(version === 'next-14-0' && {
      'http-odd-port-kept: accepted': http,
      'http-default-port-added: accepted': http,
      'http-without-port: accepted': http,
      'http-odd-port-stripped: accepted': http,
      'seed-example: accepted': http,
    }),
  };
}
