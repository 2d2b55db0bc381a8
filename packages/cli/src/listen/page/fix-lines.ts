import type { FixOptions } from '@sig/core/explain';
import { written } from '@sig/playground';

/** How options are given in each framework. */
const frameworks: Readonly<Record<string, (options: string) => string>> = {
  Express: (options) => `webhook({ authToken, ${options} })`,
  Koa: (options) => `webhook({ authToken, ${options} })`,
  Fastify: (options) => `await app.register(webhook, { authToken, ${options} });`,
  Hono: (options) => `webhook({ authToken, ${options} })`,
  NestJS: (options) => `@UseGuards(webhook({ authToken, ${options} }))`,
  'Next.js': (options) => `export const POST = webhook({ authToken, ${options} }, handler);`,
  Lambda: (options) => `export const handler = webhook({ authToken, ${options} }, respond);`,
  'node:http': (options) => `createVerifier({ authToken, ${options} })`,
};

/** The options of a fix as a line to copy, for each framework. */
export function fixLines(options: FixOptions): Record<string, string> {
  const text = written(options).join(', ');
  return Object.fromEntries(Object.entries(frameworks).map(([name, write]) => [name, write(text)]));
}
