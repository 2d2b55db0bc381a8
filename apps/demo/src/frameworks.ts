/** An example app that the demo drives. Adding a framework is adding a row. */
export interface Framework {
  readonly name: string;
  /** The folder below `apps/`. */
  readonly folder: string;
  /** What Node runs there; the app listens on `PORT`, or on `{port}`. */
  readonly args: readonly string[];
  /** Whether it takes WebSocket upgrades. Default: true. */
  readonly upgrades?: boolean;
  /** What it answers refused upgrades with, if it cannot say why. */
  readonly refusedUpgrade?: number;
  /** Whether the private line takes Digest. Default: true. */
  readonly digest?: boolean;
  /** Whether its example has the routes whose requests count once. Default: false. */
  readonly once?: boolean;
  /** What it answers in a way of its own, by title, and why. */
  readonly without?: Readonly<Record<string, string>>;
}

const nestParsers = 'its body parsers come first, and answer by themselves or undo the compression';

const tsx = ['--import', 'tsx', 'server.ts'];

export const frameworks: readonly Framework[] = [
  { name: 'Express', folder: 'express-example', args: tsx, once: true },
  { name: 'Koa', folder: 'koa-example', args: tsx },
  { name: 'Fastify', folder: 'fastify-example', args: tsx },
  // @hono/node-ws answers whatever is not upgraded in the same way.
  { name: 'Hono', folder: 'hono-example', args: tsx, refusedUpgrade: 400 },
  {
    name: 'NestJS',
    folder: 'nest-example',
    args: tsx,
    // ws answers a refused upgrade with a status alone.
    refusedUpgrade: 403,
    without: {
      'media stream through a TLS proxy': 'its gateways need "publicUrl" behind a proxy',
      'form declared as JSON': nestParsers,
      'compressed body': nestParsers,
      'body over the limit': nestParsers,
    },
  },
  {
    name: 'Next.js',
    folder: 'next-example',
    args: ['next/dist/bin/next', 'start', '-p', '{port}'],
    // Next.js has no WebSocket servers.
    upgrades: false,
  },
  // A function has no WebSocket servers, and no memory of its own in which nonces could be counted.
  { name: 'Lambda', folder: 'lambda-example', args: tsx, upgrades: false, digest: false },
];
