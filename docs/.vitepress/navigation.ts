// The pages, in the order in which they are read: for the sidebar, and for llms.txt.
import { readdirSync } from 'node:fs';
import { root } from './markdown/repository.js';

export interface Page {
  readonly text: string;
  readonly link: string;
}

export interface Group {
  readonly text: string;
  readonly items: readonly Page[];
}

export const guide: readonly Group[] = [
  {
    text: 'Start',
    items: [
      { text: 'Quick start', link: '/start/' },
      { text: 'Express', link: '/start/express' },
      { text: 'Koa', link: '/start/koa' },
      { text: 'Fastify', link: '/start/fastify' },
      { text: 'Hono', link: '/start/hono' },
      { text: 'NestJS', link: '/start/nest' },
      { text: 'Next.js', link: '/start/next' },
      { text: 'AWS Lambda', link: '/start/lambda' },
      { text: 'Any other server', link: '/start/any-server' },
      { text: 'Recipes', link: '/start/recipes' },
      { text: 'From the twilio package', link: '/migrate' },
    ],
  },
  {
    text: 'When a request is refused',
    items: [
      { text: 'Troubleshooting', link: '/troubleshooting' },
      { text: 'All causes', link: '/causes' },
      { text: 'Explain a signature', link: '/explain' },
      { text: 'Check an endpoint', link: '/doctor' },
      { text: 'Failing deployments', link: '/deployments' },
    ],
  },
  {
    text: 'Receive',
    items: [
      { text: 'How a signature is made', link: '/signatures' },
      { text: 'Behind a proxy', link: '/proxy' },
      { text: 'Body parsers', link: '/body-parsers' },
      { text: 'JSON and bodySHA256', link: '/json' },
      { text: 'Typed parameters', link: '/typed-parameters' },
      { text: 'WebSockets and tickets', link: '/websockets' },
      { text: 'Basic, Digest, Bearer', link: '/passwords' },
      { text: 'Shared keys and rotation', link: '/shared-keys' },
      { text: 'Subaccounts', link: '/subaccounts' },
      { text: 'Once per event', link: '/once' },
      { text: 'Several servers and Redis', link: '/servers' },
      { text: 'If Redis fails', link: '/store-failures' },
      { text: 'Backends in any language', link: '/any-language' },
      { text: 'TLS', link: '/tls' },
    ],
  },
  {
    text: 'Work',
    items: [
      { text: 'See every webhook', link: '/listen' },
      { text: 'Test your routes', link: '/testing' },
      { text: 'Coding agents', link: '/agents' },
      { text: 'Security', link: '/security' },
      { text: 'Performance', link: '/performance' },
    ],
  },
];

/** A page for each entry of each package, which there is a file for. */
const modules = readdirSync(`${root}docs/reference`)
  .filter((file) => file.endsWith('.md') && !/^(?:index|options|cli)\.md$/.test(file))
  .map((file) => file.replace('.md', ''))
  .sort((a, b) => Number(b.startsWith('core')) - Number(a.startsWith('core')) || (a < b ? -1 : 1));

/** `core-node` is the page of `@sig/core/node`; `http-auth` is a name of its own. */
const moduleOf = (slug: string) =>
  slug === 'http-auth' ? '@sig/http-auth' : `@sig/${slug.replace('-', '/')}`;

export const reference: readonly Group[] = [
  {
    text: 'Reference',
    items: [
      { text: 'Overview', link: '/reference/' },
      { text: 'Options', link: '/reference/options' },
      { text: 'Error codes', link: '/troubleshooting#error-codes' },
      { text: 'Command line', link: '/reference/cli' },
    ],
  },
  {
    text: 'Modules',
    items: modules.map((slug) => ({ text: moduleOf(slug), link: `/reference/${slug}` })),
  },
];
