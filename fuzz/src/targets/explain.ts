import { type ExplainInput, explain, formatExplanation, searchLimits } from '@sig/core/explain';
import { encoded, pairs } from '../generate/form.js';
import { edited, word } from '../generate/text.js';
import { url as randomUrl, urlCharacters } from '../generate/url.js';
import { formPairs } from '../reference/form.js';
import { signatureOf, textOf } from '../reference/scheme.js';
import type { Source } from '../source.js';
import { holds, target } from '../target.js';

const authToken = 'c0ffee00c0ffee00c0ffee00c0ffee00';

interface Case extends Omit<ExplainInput, 'header'> {
  readonly headers: Readonly<Record<string, string>>;
}

/** How long a text of an explanation may be, and all of them. */
const longest = 500;
const longestName = 64;

/** Explanations of hostile requests: bounded in work and size, printable, and without a secret. */
export const explanations = (subject = explain) =>
  target({
    name: 'explain',
    weight: 4,
    make: hostile,
    check({ headers, ...input }: Case) {
      // The clock stands still, so that only the counts can stop the work.
      const explanation = subject({ ...input, header: (name) => headers[name] }, () => 0);
      const { work, matched } = explanation;
      holds(work.steps <= searchLimits.steps, `${work.steps} steps`);
      holds(work.hmacs <= work.steps, `${work.hmacs} HMACs in ${work.steps} steps`);
      holds(work.characters <= searchLimits.characters, `${work.characters} characters`);
      for (const [name, value] of Object.entries(explanation)) {
        if (typeof value !== 'string') continue;
        isShown(name, value, longest);
      }
      for (const name of explanation.params) isShown('a parameter', name, longestName);
      for (const { signed, seen } of explanation.differences) {
        for (const text of [signed, seen]) isShown('a difference', text, longestName);
      }
      const text = formatExplanation(explanation);
      const all = JSON.stringify(explanation) + text;
      holds(text.split('\n').length <= 6, 'more than six lines');
      holds(all.length <= 16 * 1024, `${all.length} characters in all`);
      holds(!all.includes(authToken), 'the token is in it');
      const expected = signatureOf(authToken, `${input.url}`);
      holds(!all.includes(expected) || input.signature === expected, 'the signature is in it');
      return matched ? 'accepted' : 'refused';
    },
  });

function isShown(name: string, value: string, limit: number): void {
  holds(value.length <= limit, `${value.length} characters of ${name}`);
  holds(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u.test(value), `${name} is not printable`);
}

const hosts = ['example.com', 'a', 'example.com:8080', '', '[::1]', 'x, y', 'é', '\u0007'];
const headerNames = [
  'host',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-prefix',
  'x-forwarded-port',
  'x-original-url',
  'x-original-uri',
  'x-forwarded-uri',
  'x-rewrite-url',
  'forwarded',
  'authorization',
  'content-length',
  'content-type',
];

function hostile(source: Source): Case {
  const configured = randomUrl(source);
  const list = pairs(source);
  const isForm = !source.oneIn(3);
  const body = isForm ? encoded(source, list) : Buffer.from(json(source, 0));
  const signed = configured + (isForm ? textOf(formPairs(body)) : '');
  return {
    authToken: source.pick([authToken, [authToken, 'other'], ` ${authToken}`]),
    signature:
      source.below(2) === 0
        ? signatureOf(authToken, signed)
        : source.pick([`${'A'.repeat(27)}=`, 'x', word(source), 'a'.repeat(40)]),
    url: large(
      source,
      source.below(2) === 0
        ? edited(source, configured, urlCharacters)
        : mistaken(source, configured),
    ),
    configuredUrl: source.oneIn(2)
      ? source.pick([configured, [randomUrl(source), configured]])
      : large(source, edited(source, configured, urlCharacters)),
    targets: source.list(1, () => large(source, `/${word(source)}?${word(source)}`)),
    headers: Object.fromEntries(
      source.list(2, () => [source.pick(headerNames), large(source, headerValue(source))]),
    ),
    contentType: source.pick([
      'application/x-www-form-urlencoded',
      'application/json',
      '',
      'text/plain',
    ]),
    ...(source.oneIn(4)
      ? { params: list.map(([name, value]) => [large(source, name), value] as const) }
      : { body: large(source, Buffer.from(body).toString()) }),
  };
}

/** A URL as servers see it that are set up wrong. */
function mistaken(source: Source, url: string): string {
  switch (source.below(4)) {
    case 0:
      return url.replace(/^https/i, 'http');
    case 1:
      return url.replace(/^([a-z]+:\/\/)[^/?#]*/i, '$1internal:3000');
    case 2:
      return url.replace(/\?.*/s, '');
    default:
      return url.replace(/\/[^/?#]*/, '');
  }
}

function headerValue(source: Source): string {
  return source.list(2, () => source.pick(hosts)).join(source.pick([', ', ',', '/', '&a=']));
}

/** Now and then a text many times over: up to some 60,000 characters. */
function large(source: Source, text: string): string {
  if (!source.oneIn(12)) return text;
  return (
    text +
    source.pick(['a', ',a', '/b', '&c=', "'", '%27', '[', '\n']).repeat(1 + source.below(20_000))
  );
}

function json(source: Source, depth: number): string {
  switch (source.below(depth > 40 ? 2 : 4)) {
    case 0:
      return '1';
    case 1:
      return JSON.stringify(word(source));
    case 2:
      return `[${json(source, depth + 1)}]`;
    default:
      return `{"a": ${json(source, depth + 1)}, "b": ${json(source, depth + 1)}}`;
  }
}
