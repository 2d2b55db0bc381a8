// Links of a README lead to other files of the repository; on the site, to its pages.
import { posix } from 'node:path';
import { repositoryLink } from './repository.js';

/** The pages that say what a README says. Anything else leads to the repository. */
const pages: Readonly<Record<string, string>> = {
  'packages/express': '/start/express',
  'packages/koa': '/start/koa',
  'packages/fastify': '/start/fastify',
  'packages/hono': '/start/hono',
  'packages/nest': '/start/nest',
  'packages/next': '/start/next',
  'packages/lambda': '/start/lambda',
  'packages/core': '/start/any-server',
  'packages/core#one-time-tickets': '/websockets#one-time-tickets',
  'packages/core#repeated-events': '/once',
  'packages/core#explanations': '/explain',
  'packages/express#coming-from-the-twilio-package': '/migrate',
  'packages/http-auth': '/passwords',
  'packages/http-auth#see-it-work': '/passwords#see-it-work',
  'packages/redis': '/servers',
  'packages/proxy': '/any-language',
  'packages/sender': '/testing',
  'packages/cli': '/doctor',
  'apps/recipes': '/start/recipes',
  'bench/README.md': '/performance',
  'SECURITY.md': '/security',
  'docs/deployments.md': '/deployments',
  'docs/store-failures.md': '/store-failures',
};

/** The Markdown of a file with links that work on the site. @throws Error for a link that leads nowhere */
export function relink(markdown: string, file: string): string {
  return outsideCode(markdown, (text) =>
    text.replace(/(!?)\[([^\]]*)\]\((?!https?:|\/|#)([^)\s]+)\)/g, (_, mark, label, target) => {
      // A picture becomes a file of the site; pages that take one are in the folder above the others.
      const to = mark === '!' ? `../${pathOf(target, file)}` : pageOf(target, file);
      return `${mark}[${label}](${to})`;
    }),
  );
}

/** What a file calls another, from the folder of the repository. */
const pathOf = (path: string, file: string) =>
  posix.normalize(posix.join(posix.dirname(file), path));

function pageOf(target: string, file: string): string {
  const [path = '', anchor] = target.split('#');
  const name = pathOf(path, file).replace(/\/(?:README\.md)?$/, '');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const page = pages[name + hash] ?? (hash === '' ? pages[name] : undefined);
  const link = page ?? repositoryLink(name);
  if (link === undefined) throw new Error(`${file}: there is no ${target}.`);
  return page === undefined ? link + hash : page;
}

/** Changes what is outside blocks of code. */
export function outsideCode(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 1 ? part : change(part)))
    .join('');
}
