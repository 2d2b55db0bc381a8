// A program that verifies this request, in the chosen framework.
import { type Options, quoted, written } from './fix.js';
import { filled, hasForm, partsOf, signedParams } from './request.js';
import type { Framework, State } from './state.js';
import { templates } from './templates.js';
import { upgrades } from './upgrade-templates.js';

export interface Code {
  readonly text: string;
  /** What to say of it. */
  readonly note: string;
}

/** @param found the options that an explanation has found */
export function codeOf(state: State, found: Options | undefined): Code {
  const known = found ?? fromConfigured(state);
  const lines = [keyOption(state), ...(known === undefined ? [] : written(known))];
  const options = (depth: number) => literal(lines, depth);
  const path = routeOf(state);
  const isSet = lines.length > 1;
  if (state.method === 'WS') {
    const template = upgrades[state.framework] ?? upgrades.node;
    const note = upgradeNotes[state.framework] ?? (isSet ? fits : '');
    return { text: template({ options, path }), note };
  }
  const method = state.method === 'GET' ? 'get' : 'post';
  const name = parameterOf(state);
  const say = (expression: (name: string) => string) =>
    name === undefined
      ? "'<Response><Say>Hello.</Say></Response>'"
      : `\`<Response><Say>${name === 'Digits' ? `You pressed \${${expression(name)}}.` : `\${${expression(name)}}`}</Say></Response>\``;
  const template = templates[state.framework];
  return { text: template({ options, path, method, say }), note: isSet ? fits : '' };
}

const fits = 'With the options that fit your request.';

const upgradeNotes: Partial<Record<Framework, string>> = {
  express: 'Upgrades do not pass through Express.',
  koa: 'Upgrades do not pass through Koa.',
  next: 'Next.js takes no upgrades: verify them at a server of node:http.',
  nest: 'At the server that NestJS runs on.',
  lambda: 'Lambda takes no upgrades: verify them at a server of node:http.',
};

function keyOption({ key, keyId }: State): string {
  return key === 'shared'
    ? `sharedKeys: { ${quoted(keyId.trim() || 'KEY_ID')}: process.env.TWILIO_SHARED_KEY }`
    : 'authToken: process.env.TWILIO_AUTH_TOKEN';
}

/** In one line if there is one option. */
function literal(lines: readonly string[], depth: number): string {
  if (lines.length === 1) return `{ ${lines[0]} }`;
  const margin = '  '.repeat(depth);
  return `{\n${lines.map((line) => `${margin}  ${line},\n`).join('')}${margin}}`;
}

/** Without an explanation: the origin of the URL at the sender, if its path ends as the one that was seen does. */
function fromConfigured({ configured, url }: State): Options | undefined {
  const { scheme, host, port, path } = partsOf(configured);
  const seen = partsOf(url);
  if (scheme === '' || host === '' || !path.endsWith(seen.path)) return undefined;
  const prefix = path.slice(0, path.length - seen.path.length);
  const origin = scheme.replace(/^ws/i, 'http') + host + port;
  return { publicUrl: origin + prefix };
}

/** The path as a route; a template of it would be in a variable. */
function routeOf({ url, method }: State): string {
  const path = partsOf(url).path || (method === 'WS' ? '/media' : '/voice');
  return path.replace(/[\\'`$]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A parameter to say back. */
function parameterOf(state: State): string | undefined {
  if (!hasForm(state) || filled(state.params).length === 0) return undefined;
  const names = signedParams(state).map(({ name }) => name);
  const known = ['Digits', 'Body', 'SpeechResult', 'From'].find((name) => names.includes(name));
  return known ?? names.find((name) => /^\w+$/.test(name));
}

/** A stretch of code, and what it is. */
export interface Token {
  readonly text: string;
  readonly kind: 'plain' | 'keyword' | 'string' | 'comment';
}

const token =
  /(?<comment>\/\/ .*)|(?<string>'(?:\\.|[^'\\])*'|`[^`]*`)|(?<![.\w])(?<keyword>import|from|const|new|async|await|return|export|default|if|class)\b/g;

/** The lines of a program, cut for colours. */
export function highlighted(text: string): Token[][] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const tokens: Token[] = [];
      let at = 0;
      for (const match of line.matchAll(token)) {
        const { comment, string } = match.groups ?? {};
        const kind =
          comment !== undefined ? 'comment' : string !== undefined ? 'string' : 'keyword';
        if (match.index > at) tokens.push({ text: line.slice(at, match.index), kind: 'plain' });
        tokens.push({ text: match[0], kind });
        at = match.index + match[0].length;
      }
      if (at < line.length) tokens.push({ text: line.slice(at), kind: 'plain' });
      return tokens;
    });
}
