import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHar } from '@sig/capture';
import { afterAll, describe, expect, it } from 'vitest';
import { harEntry, readHar } from '../../src/capture/har.js';
import { HarFile } from '../../src/capture/har-file.js';
import { keptBody, type RecordAnswer, type RequestRecord } from '../../src/capture/record.js';
import { sig } from '../run.js';
import { record } from './records.js';

const folder = mkdtempSync(join(tmpdir(), 'sig-har-'));
afterAll(() => rmSync(folder, { recursive: true }));
const textOf = (...records: RequestRecord[]) =>
  JSON.stringify({ log: { entries: records.map(harEntry) } });
const { id: _, retryOf: __, attempt: ___, ...unlisted } = { retryOf: 0, ...record() };

describe('an entry', () => {
  it.each<[string, RequestRecord]>([
    ['a form', record()],
    ['a failure', record({ answer: undefined, failure: 'Nothing listens there.' })],
    ['bytes that are not text', record({ body: keptBody(Buffer.from([0xff, 0, 0x80])) })],
    ['a byte-order mark, and line ends', record({ body: keptBody(Buffer.from('\ufeffa\r\nb\n')) })],
    ['a target as it came', record({ target: "/a%2fb/../c?x=%41&&y='" })],
    ['no body', record({ body: keptBody(Buffer.alloc(0)), method: 'GET' })],
    ['a body that is cut', record({ body: keptBody(Buffer.alloc(64 * 1024, 'a'), 1_000_000) })],
  ])('has all of it: %s', (_title, one) => {
    const [read] = readHar(textOf(one));
    expect(read).toEqual(
      JSON.parse(JSON.stringify({ ...one, id: undefined, attempt: undefined }), reviveBytes),
    );
    const [captured] = parseHar(textOf(one), 1, 'x-twilio-signature');
    expect(captured).toMatchObject({ method: one.method, target: one.target, scheme: 'http' });
    expect(captured?.headers).toEqual(one.headers);
    expect(Buffer.from(captured?.body ?? '')).toEqual(Buffer.from(one.body.bytes));
  });

  it('has no credentials and cookies', () => {
    const headers = [
      ['Authorization', 'Basic dXNlcjpzZWNyZXQ='],
      ['Cookie', 'session=secret'],
    ] as const;
    const answer = { ...unlisted.answer, headers: [['Set-Cookie', 'session=secret']] } as never;
    const text = textOf(record({ headers, answer }));
    expect(text).not.toMatch(/dXNlcjpzZWNyZXQ|session=secret/);
    expect(text).toContain('"Basic [removed]"');
  });
});

it.each([
  ['a target', record({ target: 'http://user:hunter2@example.com/x' })],
  ['a redirect', withHeader('Location', 'https://user:hunter2@example.com/y')],
  ['a redirect without a scheme', withHeader('Location', '//user:hunter2@example.com/y')],
  ['a page before', record({ headers: [['Referer', 'https://user:hunter2@example.com/z']] })],
])('an entry has no password of a URL: %s', (_title, one) => {
  expect(textOf(one)).not.toContain('hunter2');
  expect(textOf(one)).toContain('//example.com/');
});

it('a verdict that is read has none', () => {
  const verdict = { state: 'genuine', url: 'https://user:hunter2@example.com/', key: 'k' };
  const [read] = readHar(JSON.stringify({ log: { entries: [{ _sig: { verdict } }] } }));
  expect(read?.verdict).toMatchObject({ url: 'https://example.com/' });
});

describe('readHar', () => {
  it.each(['', '{', 'null', '[]', '{"log":{}}', '{"log":{"entries":{}}}'])('refuses %j', (text) => {
    expect(() => readHar(text)).toThrow(/must be JSON with log.entries/);
  });

  it('takes whatever is in the entries of another program', () => {
    const entries = [
      null,
      1,
      {},
      { request: { url: 1, headers: [null, { name: 2 }], postData: { params: [{ name: 'a' }] } } },
      { _sig: { verdict: { state: 'refused', explanation: { title: 'x', fix: 'y' } } } },
      { _sig: { verdict: { state: 'genuine' } }, response: { status: '200' } },
    ];
    const read = readHar(JSON.stringify({ log: { entries } }));
    expect(read).toHaveLength(6);
    expect(read[3]).toMatchObject({ method: 'GET', target: '/' });
    expect(read[4]?.verdict).toMatchObject({ state: 'refused', explanation: undefined });
  });
});

describe('a file', () => {
  it('is whole after each request, and only its owner may read it', () => {
    const path = join(folder, 'new.har');
    const file = new HarFile(path, '1.0.0');
    expect(readHar(readFileSync(path, 'utf8'))).toEqual([]);
    for (let i = 1; i <= 3; i++) {
      file.append(record({ target: `/${i}` }));
      const targets = readHar(readFileSync(path, 'utf8')).map(({ target }) => target);
      expect(targets).toEqual(['/1', '/2', '/3'].slice(0, i));
    }
    file.close();
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each([
    ['its own', () => `${textOf(record({ target: '/0' }))}`],
    [
      'one with spaces',
      () => JSON.stringify({ log: { entries: [harEntry(record({ target: '/0' }))] } }, null, 8),
    ],
    ['an empty one', () => '{"log":{"entries":[\n]}}\n'],
  ])('is appended to: %s', (_title, before) => {
    const path = join(folder, 'before.har');
    writeFileSync(path, before());
    const had = readHar(before()).map(({ target }) => target);
    for (const target of ['/1', '/2']) {
      const file = new HarFile(path, '1.0.0');
      file.append(record({ target }));
      file.close();
    }
    const targets = readHar(readFileSync(path, 'utf8')).map(({ target }) => target);
    expect(targets).toEqual([...had, '/1', '/2']);
  });

  it('of another kind is left as it is', () => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, 'my notes');
    expect(() => new HarFile(path, '1.0.0')).toThrow(/not a HAR file/);
    expect(readFileSync(path, 'utf8')).toBe('my notes');
    expect(() => new HarFile(join(folder, 'none', 'a.har'), '1.0.0')).toThrow(/cannot be written/);
    expect(() => new HarFile('/dev/null', '1.0.0')).toThrow('/dev/null is not a file.');
  });

  it('is what sig explain reads', async () => {
    const path = join(folder, 'explain.har');
    const file = new HarFile(path, '1.0.0');
    file.append(record({ headers: [] }));
    file.append(record());
    file.close();
    const run = await sig(['explain', '--har', path, '--json']);
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ cause: 'scheme-swapped', matched: true });
  });
});

function withHeader(name: string, value: string): RequestRecord {
  const answer = { ...(unlisted.answer as RecordAnswer), headers: [[name, value] as const] };
  return record({ answer });
}

/** Bytes as `JSON.stringify` has them. */
function reviveBytes(name: string, value: unknown): unknown {
  return name === 'bytes' ? Uint8Array.from(Object.values(Object(value))) : value;
}
