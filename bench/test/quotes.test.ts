// The README quotes the benchmark; this keeps the quotations true to what it wrote.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const report = read('../README.md');
const readme = read('../../README.md');

/** The figure of a line of the report, without its spread. */
function figure(work: string): string | undefined {
  const line = report
    .split('## Beside its peers')[1]
    ?.split('\n')
    .find((row) => row.startsWith(`| ${work} |`));
  return line?.split('|')[2]?.trim().split(' ±')[0];
}

it.each([
  ['loaded in a fresh process', 'import of @sig/core', 'import of twilio'],
  [
    'a genuine form of 20 parameters, against one raw HMAC',
    '20 params: valid',
    '20 params: twilio, valid',
  ],
  [
    'the same from its bytes, parsing included',
    '20 params: valid, from raw bytes',
    '20 params: querystring.parse + twilio, valid',
  ],
  ['a forged one', '20 params: forged', '20 params: twilio, forged'],
  [
    'requests a second that an Express app answers',
    'express: @sig/express',
    'express: express.urlencoded() + twilio.webhook()',
  ],
])('%s', (quoted, ours, theirs) => {
  expect(figure(ours)).toBeDefined();
  expect(readme).toContain(`| ${quoted} | ${figure(ours)} | ${figure(theirs)} |`);
});
