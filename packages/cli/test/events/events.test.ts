import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../core/params/generate.js';
import { eventKinds, exampleOf, freshEvent } from '../../src/events/events.js';
import { paramNote } from '../../src/events/param-notes.js';
import { recognize } from '../../src/events/recognize.js';
import { makeParamNotes, typeOfKind } from './make-param-notes.js';

const types = [...readEvents().values()].flat();
const paramsOf = (type: string): readonly (typeof types)[number]['params'][number][] => {
  const event = types.find((one) => one.type === type);
  const inherited = event?.extends === undefined ? [] : paramsOf(event.extends);
  return [...inherited, ...(event?.params ?? [])];
};
const formKinds = Object.keys(typeOfKind) as (keyof typeof typeOfKind)[];

describe('the examples', () => {
  it.each(formKinds)('%s has only known names, and all that are always sent', (kind) => {
    const known = paramsOf(typeOfKind[kind]);
    const names = Object.keys(exampleOf(kind).params ?? {});
    expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    // `RecordingStartTime` and others that a type may lack are in the examples nevertheless.
    const always = known.filter(({ when }) => when === 'always').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(always));
  });

  it.each(formKinds)('%s has only values that are known', (kind) => {
    const { params = {} } = exampleOf(kind);
    for (const { name, values } of paramsOf(typeOfKind[kind])) {
      const value = params[name];
      if (values !== undefined && value !== undefined) expect(values).toContain(value);
    }
  });

  it.each(eventKinds)('%s has made-up numbers and ids alone', (kind) => {
    const text = JSON.stringify(exampleOf(kind));
    for (const [number] of text.matchAll(/\+\d{7,}/g)) expect(number).toMatch(/^\+155555501\d\d$/);
    for (const [id] of text.matchAll(/\b[A-Z]{2}[0-9a-f]{32}\b/g)) {
      expect(id.slice(2)).toBe(id.slice(2, 10).repeat(4));
    }
  });

  it.each(eventKinds)('%s is recognized', (kind) => {
    const { params = {}, json } = exampleOf(kind);
    const text = json === undefined ? undefined : JSON.stringify(json);
    const request = { upgrade: kind === 'upgrade', params: new Map(Object.entries(params)), text };
    expect(recognize(request).kind).toBe(kind);
  });
});

describe('a fresh event', () => {
  const hex = (length: number) => 'f'.repeat(length);
  const now = new Date('2030-01-02T03:04:05Z');

  it('has ids and times of its own, the same in each place, and the account as it was', () => {
    const { params = {} } = freshEvent('message', { now, hex });
    expect(params).toMatchObject({
      MessageSid: `SM${'f'.repeat(32)}`,
      SmsSid: `SM${'f'.repeat(32)}`,
      AccountSid: exampleOf('message').params?.AccountSid,
    });
    expect(freshEvent('call-status', { now, hex }).params?.Timestamp).toBe(
      'Wed, 02 Jan 2030 03:04:05 +0000',
    );
    expect(JSON.stringify(freshEvent('event-streams', { now, hex }).json)).toContain(
      '"time":"2030-01-02T03:04:05.000Z"',
    );
  });

  it('speech takes the place of keys', () => {
    const { params } = freshEvent('gather', { now, hex }, { SpeechResult: 'yes' });
    expect(params).toMatchObject({ SpeechResult: 'yes', Confidence: '0.9128386' });
    expect(params).not.toHaveProperty('Digits');
  });

  it('takes overrides and additions; names that objects have are names like others', () => {
    const overrides = JSON.parse('{"Digits":"9","toString":"a"}');
    const { params } = freshEvent('gather', { now, hex }, overrides);
    expect(params).toMatchObject({ Digits: '9', toString: 'a', CallStatus: 'in-progress' });
  });
});

describe('recognition', () => {
  it.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'unknown'],
    ['other parameters', { a: '1', constructor: '2' }, 'unknown'],
    ['a call that goes on', { CallSid: 'CA1', CallStatus: 'in-progress' }, 'call'],
    ['speech', { CallSid: 'CA1', CallStatus: 'in-progress', SpeechResult: 'yes' }, 'gather'],
    ['partial speech', { CallSid: 'CA1', UnstableSpeechResult: 'ye' }, 'partial speech'],
    [
      'a message left on <Record>',
      { CallSid: 'CA1', RecordingUrl: 'https://…' },
      'recorded message',
    ],
    [
      'the end of <Dial>',
      { CallSid: 'CA1', CallStatus: 'in-progress', DialCallStatus: 'busy', Digits: '1' },
      'call',
    ],
    ['a sent message', { MessageSid: 'SM1', MessageStatus: 'sent' }, 'message status'],
    ['a message without a body', { MessageSid: 'SM1', NumMedia: '1' }, 'message'],
  ])('%s', (_title, params, label) => {
    expect(recognize({ upgrade: false, params: new Map(Object.entries(params)) }).label).toBe(
      label,
    );
  });

  it.each(['{', '[]', 'null', '[null]', '{"specversion":1}', '"a"', `[${'['.repeat(70_000)}`])(
    'JSON that is not an event: %.20s',
    (text) => expect(recognize({ upgrade: false, params: new Map(), text }).kind).toBe('unknown'),
  );

  it('one event that is not in a batch', () => {
    const text = '{"specversion":"1.0","type":"com.example.ended"}';
    expect(recognize({ upgrade: false, params: new Map(), text }).kind).toBe('event-streams');
  });
});

describe('notes on parameters', () => {
  const file = new URL('../../src/events/param-notes.json', import.meta.url);

  it('are what the data of core says', () => {
    const text = `${JSON.stringify(makeParamNotes(), null, 2)}\n`;
    if (process.env.CI === undefined) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('exist for every known name, in a few words', () => {
    for (const { type, params } of types) {
      for (const { name } of params) {
        const example = name.replace(/\$\{number\}/, '0').replace(/\$\{string\}/, 'X');
        const note = paramNote(example, 'unknown');
        expect(note, `${type}.${name}`).toBeDefined();
        expect(note?.length).toBeLessThan(80);
      }
    }
  });

  it.each(formKinds)('cover the example of %s', (kind) => {
    for (const name of Object.keys(exampleOf(kind).params ?? {})) {
      expect(paramNote(name, kind), name).toBeDefined();
    }
  });

  it('differ by event, and say nothing of unknown names', () => {
    expect(paramNote('Digits', 'gather')).toBe('Keys pressed, without the finish key');
    expect(paramNote('MediaUrl12', 'message')).toBe(paramNote('MediaUrl0', 'message'));
    for (const name of ['MediaUrlx', 'MediaUrl1x', '', 'toString', '__proto__', 'constructor']) {
      expect(paramNote(name, 'message')).toBeUndefined();
    }
  });
});
