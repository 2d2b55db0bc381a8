import { sign } from '@sig/core';
import { explain } from '@sig/core/explain';
import { describe, expect, it } from 'vitest';
import { jsonLine, printRecord } from '../../src/capture/print-record.js';
import type { RequestRecord } from '../../src/capture/record.js';
import { record } from './records.js';

const url = 'https://example.com/voice';
const { signature } = sign({ authToken: 'token', url });
const explanation = explain({ authToken: 'token', signature, url: 'http://example.com/voice' });
const refused = {
  state: 'refused',
  code: 'signature-mismatch',
  message: 'The signature does not match.',
  explanation,
} as const;
const columnsOf = (line: string) =>
  [...line].reduce(
    (sum, one) => sum + (/\p{Emoji_Presentation}|[\u4e00-\u9fff]/u.test(one) ? 2 : 1),
    0,
  );
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for.
const plain = (text: string) => text.replace(/\u001b\[\d+m/g, '');
const print = (one: RequestRecord, columns = 80) => plain(printRecord(one, { columns }));

describe('a line', () => {
  it('says what came, and what became of it', () => {
    const line = print(record({ verdict: { state: 'genuine', url, key: 'auth token' } }));
    expect(line).toMatch(/^\d\d:\d\d:\d\d ✓ POST \/sms\?a=1 +message +200 +23 ms$/);
  });

  it.each<[string, RequestRecord]>([
    ['as usual', record()],
    ['a long path', record({ target: `/${'a'.repeat(2000)}` })],
    ['wide characters', record({ target: `/${'漢'.repeat(100)}` })],
    ['emoji', record({ target: `/x${'🚗'.repeat(100)}` })],
    ['a long method', record({ method: 'PROPPATCH' })],
    ['slow', record({ answer: { ...record().answer, milliseconds: 15_432 } as never })],
    ['a retry', record({ attempt: 12 })],
    ['no answer yet', record({ answer: undefined })],
    ['refused', record({ verdict: refused })],
    [
      'with warnings',
      record({ warnings: [{ code: 'slow', level: 'warn', message: 'slow '.repeat(40) }] }),
    ],
  ])('fits: %s', (_title, one) => {
    for (const columns of [60, 80, 120]) {
      const [first = '', ...notes] = print(one, columns).split('\n');
      expect(columnsOf(first)).toBe(columns);
      for (const note of notes) expect(columnsOf(note)).toBeLessThanOrEqual(columns);
    }
  });

  it('the explanation is below a refused one', () => {
    const text = print(record({ verdict: refused }));
    expect(text).toContain('✗');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'signature-mismatch: The sender signed another scheme',
    );
    expect(text).toContain('    fix: set "publicUrl" to "https://example.com".');
  });

  it('nothing of it obeys the request', () => {
    const hostile = '\u001b[2J\u0007\r\n\u202e';
    const text = print(
      record({
        target: `/${hostile}`,
        method: hostile,
        answer: undefined,
        failure: hostile,
        verdict: { ...refused, message: hostile, explanation: undefined },
      }),
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe('a line of JSON', () => {
  it('has what other programs need', () => {
    const line = jsonLine(
      record({ text: 'a=1&a=2&__proto__=x', verdict: refused, attempt: 2, retryOf: 1 }),
    );
    expect(line).not.toContain('\n');
    const json = JSON.parse(line);
    expect(json).toMatchObject({
      schema: 1,
      id: 1,
      time: '2026-07-17T12:06:41.250Z',
      method: 'POST',
      target: '/sms?a=1',
      event: 'unknown',
      verdict: 'refused',
      code: 'signature-mismatch',
      cause: 'scheme-swapped',
      status: 200,
      milliseconds: 23,
      attempt: 2,
      retryOf: 1,
    });
    expect(line).toContain('"params":{"a":["1","2"],"__proto__":"x"}');
  });
});
