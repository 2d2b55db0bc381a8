import { isForm, signatureHeader, signatureSettingsHeader } from '@sig/core/adapter';
import { fieldOf, textOfBytes } from '../record.js';
import { type Copied, statedFields } from './as-curl.js';

/** A request to make a test of. */
export interface Tested extends Copied {
  /** The URL that the app verifies. */
  readonly signedUrl: string;
  /** What the app should answer with. */
  readonly status: number;
  /** The adapter that the app uses, such as `express`. */
  readonly adapter: string;
}

/** Those that `signedRequest()` makes, or that say nothing to an app in a test. */
const made = [
  signatureHeader.toLowerCase(),
  signatureSettingsHeader.toLowerCase(),
  'host',
  'accept',
  'accept-encoding',
  'user-agent',
  'i-twilio-idempotency-token',
];

/**
 * A request as a test for vitest, signed anew by the adapter's `signedRequest()`; `undefined` if there is no such test: for
 * upgrades, and for bodies that are not text.
 *
 * @example
 * asVitest({ ...copied, signedUrl: 'https://example.com/voice', status: 200, adapter: 'express' })
 */
export function asVitest(tested: Tested): string | undefined {
  const { method, url, signedUrl, headers, body, status, adapter } = tested;
  const text = textOfBytes(body);
  if (text === undefined || fieldOf(headers, 'upgrade') !== undefined) return undefined;
  const type = fieldOf(headers, 'content-type');
  const isOfForm = text !== '' && isForm(type);
  const pairs = [...new URLSearchParams(isOfForm ? text : '')];
  const [origin = '', path = ''] = url.split(/(?<=^[a-z]+:\/\/[^/?#]*)(?=[/?#]|$)/i);
  const others = statedFields(tested).filter(([name]) => {
    const lower = name.toLowerCase();
    const isForwarded = /^(?:x-)?forwarded/.test(lower);
    const isKnownType = lower === 'content-type' && (isOfForm || type === 'application/json');
    return !made.includes(lower) && !isForwarded && !isKnownType;
  });
  const usual = text === '' ? 'GET' : 'POST';
  return `import { signedRequest } from '@sig/${adapter}';
import { expect, it } from 'vitest';

it(${literal(`${method} ${path.split('?', 1)[0]}`)}, async () => {
  const request = signedRequest({
${[
  "authToken: process.env.TWILIO_AUTH_TOKEN ?? '',",
  `url: ${literal(signedUrl.replace(/[?&]bodySHA256=[^&#]*/g, ''))},`,
  ...(method === usual ? [] : [`method: ${literal(method)},`]),
  ...(isOfForm ? paramsOf(pairs) : text === '' ? [] : [`body: ${literal(text)},`]),
  ...(others.length === 0
    ? []
    : [
        'headers: {',
        ...others.map(([name, value]) => `  ${literal(name)}: ${literal(value)},`),
        '},',
      ]),
]
  .map((line) => `    ${line}`)
  .join('\n')}
  });
  const response = await fetch(\`${origin.replace(/[\\`$]/g, '\\$&')}\${request.path}\`, request);
  expect(response.status).toBe(${status});
});
`;
}

/** As an object if that says it all: without names that are repeated, or that are special. */
function paramsOf(pairs: readonly (readonly [name: string, value: string])[]): string[] {
  const names = new Set(pairs.map(([name]) => name));
  const isObject = names.size === pairs.length && !names.has('__proto__');
  const line = ([name, value]: readonly [string, string]) =>
    isObject ? `  ${key(name)}: ${literal(value)},` : `  [${literal(name)}, ${literal(value)}],`;
  return [isObject ? 'params: {' : 'params: [', ...pairs.map(line), isObject ? '},' : '],'];
}

function key(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : literal(name);
}

function literal(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'");
  return `'${inner.replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`)}'`;
}
