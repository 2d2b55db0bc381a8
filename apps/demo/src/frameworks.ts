/** An example app that the demo drives. Adding a framework is adding a row. */
export interface Framework {
  readonly name: string;
  /** The folder below `apps/`. */
  readonly folder: string;
  /** What Node runs there; the app listens on `PORT`, or on `{port}`. */
  readonly args: readonly string[];
  /** Whether it takes WebSocket upgrades. Default: true. */
  readonly upgrades?: boolean;
}

const tsx = ['--import', 'tsx', 'server.ts'];

export const frameworks: readonly Framework[] = [
  { name: 'Express', folder: 'express-example', args: tsx },
  { name: 'Koa', folder: 'koa-example', args: tsx },
  { name: 'Fastify', folder: 'fastify-example', args: tsx },
  { name: 'NestJS', folder: 'nest-example', args: tsx },
  {
    name: 'Next.js',
    folder: 'next-example',
    args: ['next/dist/bin/next', 'start', '-p', '{port}'],
    // Next.js has no WebSocket servers.
    upgrades: false,
  },
];
