import type { Explanation } from '@sig/core/explain';
import type { Framework, State } from './state.js';

export type Options = NonNullable<Explanation['options']>;

/** What to change, and the line of code if one is all it takes. */
export interface Fix {
  readonly text: string;
  readonly line: string | undefined;
}

/** What to change, in the chosen framework. */
export function fixOf(state: State, { options, fix }: Pick<Explanation, 'options' | 'fix'>): Fix {
  const isLine = options !== undefined && Object.keys(options).length > 0;
  if (!isLine) return { text: sentence(fix), line: undefined };
  return { text: textOf(options), line: lineOf(state, options) };
}

function textOf(options: Options): string {
  const said = [
    ...(options.publicUrl === undefined ? [] : ['set your public URL']),
    ...(options.rewrite === undefined ? [] : ['say how the path is mapped']),
    ...(options.configuredUrl === undefined
      ? []
      : ['give the URL as it is configured at the sender']),
    ...(options.header === undefined ? [] : ['read the header that has the signature']),
  ];
  return sentence(`${said.join(', and ')}.`);
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A text as a literal of JavaScript. */
export function quoted(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${json}'`;
}

/** The options that are set, as they are written in code. */
export function written({ header, publicUrl, rewrite, configuredUrl }: Options): string[] {
  return [
    ...(header === undefined ? [] : [`header: ${quoted(header)}`]),
    ...(publicUrl === undefined ? [] : [`publicUrl: ${quoted(publicUrl)}`]),
    ...(rewrite === undefined
      ? []
      : [`rewrite: { from: ${quoted(rewrite.from)}, to: ${quoted(rewrite.to)} }`]),
    ...(configuredUrl === undefined ? [] : [`configuredUrl: ${quoted(configuredUrl)}`]),
  ];
}

/** How options are given in each framework; the others take `webhook({ ... })`. */
const calls: Partial<Record<Framework, (options: string) => string>> = {
  fastify: (options) => `await app.register(webhook, ${options});`,
  next: (options) => `webhook(${options}, handler)`,
  lambda: (options) => `webhook(${options}, handler)`,
  node: (options) => `createVerifier(${options})`,
};

/** How they are given for upgrades, if these do not pass through the framework. */
const upgradeCalls: Partial<Record<Framework, (options: string) => string>> = {
  express: (options) => `createVerifier(${options}, app)`,
  koa: (options) => `createVerifier(${options}, app)`,
  next: (options) => `createVerifier(${options})`,
  lambda: (options) => `createVerifier(${options})`,
};

function lineOf({ framework, method, key }: State, options: Options): string {
  const all = [key === 'shared' ? 'sharedKeys' : 'authToken', ...written(options)];
  const call =
    (method === 'WS' ? upgradeCalls[framework] : undefined) ??
    calls[framework] ??
    ((text: string) => `webhook(${text})`);
  return call(`{ ${all.join(', ')} }`);
}
