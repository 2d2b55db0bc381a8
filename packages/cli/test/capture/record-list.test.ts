import { describe, expect, it } from 'vitest';
import { keptBody, maxKeptBody } from '../../src/capture/record.js';
import { type ListEvent, RecordList } from '../../src/capture/record-list.js';
import { record } from './records.js';

const withToken = (token: string, target = '/sms') =>
  record({ target, headers: [['I-Twilio-Idempotency-Token', token]] });
const failed = { answer: { ...record().answer, status: 502 } as never };

describe('the list', () => {
  it('keeps the last requests, and says what it drops', () => {
    const list = new RecordList(3);
    const events: ListEvent[] = [];
    const stop = list.listen((event) => events.push(event));
    for (let i = 0; i < 5; i++) list.add(record({ text: `a=${i}` }));
    expect(list.all.map(({ id }) => id)).toEqual([3, 4, 5]);
    expect(events.filter(({ type }) => type === 'dropped')).toEqual([
      { type: 'dropped', id: 1 },
      { type: 'dropped', id: 2 },
    ]);
    stop();
    list.clear();
    expect([list.all, events.length]).toEqual([[], 7]);
  });

  it('changes what it has, and nothing that it has dropped', () => {
    const list = new RecordList(1);
    const { id } = list.add(record({ answer: undefined }));
    expect(list.change(id, { failure: 'down' })?.failure).toBe('down');
    list.add(record());
    expect(list.change(id, { failure: 'up' })).toBeUndefined();
  });

  it('holds 64 KB of a body, and not the buffer that it is a part of', () => {
    const body = keptBody(Buffer.alloc(1_000_000, 'a'));
    expect([body.bytes.length, body.bytes.buffer.byteLength, body.length]).toEqual([
      maxKeptBody,
      maxKeptBody,
      1_000_000,
    ]);
  });

  it('does not grow with what passes through it', () => {
    const list = new RecordList();
    for (let i = 0; i < 5_000; i++) list.add(withToken(String(i)));
    const sizes = Object.values(list).map((value) => (value instanceof Map ? value.size : 0));
    expect(list.all).toHaveLength(500);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(500);
  });
});

describe('retries', () => {
  const attempts = (...records: Parameters<RecordList['add']>[0][]) => {
    const list = new RecordList();
    return records.map((one) => {
      const { attempt, retryOf } = list.add(one);
      return retryOf === undefined ? `${attempt}` : `${attempt} of ${retryOf}`;
    });
  };

  it('have the token of their first attempt', () => {
    expect(attempts(withToken('a'), withToken('b'), withToken('a'), withToken('a'))).toEqual([
      '1',
      '1',
      '2 of 1',
      '3 of 1',
    ]);
  });

  it('one event that is sent to two routes is no retry', () => {
    expect(attempts(withToken('a'), withToken('a', '/status'))).toEqual(['1', '1']);
  });

  it('without a token: the same bytes after a failure', () => {
    const one = record(failed);
    expect(attempts(one, one, record({ ...failed, text: 'a=1' }))).toEqual(['1', '2 of 1', '1']);
  });

  it('without a token: the same bytes after a success are another event', () => {
    expect(attempts(record(), record())).toEqual(['1', '1']);
  });

  it('what is sent from here is none', () => {
    expect(attempts(record(failed), record({ ...failed, via: 'resent' }))).toEqual(['1', '1']);
  });
});
