import type { FixOptions } from '@sig/core/explain';

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
  const text = written(options);
  return Object.fromEntries(Object.entries(frameworks).map(([name, write]) => [name, write(text)]));
}

function written({ publicUrl, rewrite, configuredUrl, header }: FixOptions): string {
  return [
    ...(publicUrl === undefined ? [] : [`publicUrl: ${quoted(publicUrl)}`]),
    ...(rewrite === undefined
      ? []
      : [`rewrite: { from: ${quoted(rewrite.from)}, to: ${quoted(rewrite.to)} }`]),
    ...(configuredUrl === undefined ? [] : [`configuredUrl: ${quoted(configuredUrl)}`]),
    ...(header === undefined ? [] : [`header: ${quoted(header)}`]),
  ].join(', ');
}

function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return `'${inner}'`;
}
