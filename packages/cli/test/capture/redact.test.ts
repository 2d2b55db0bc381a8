import { describe, expect, it } from 'vitest';
import { harEntry } from '../../src/capture/har.js';
import { paramsOf } from '../../src/capture/recognize-request.js';
import { keptBody, type RequestRecord } from '../../src/capture/record.js';
import { createRedactor, type Redaction } from '../../src/capture/redact.js';
import { exampleOf } from '../../src/events/events.js';
import { record } from './records.js';

const all = { numbers: true, names: true, bodies: true };
const form = (params: Record<string, string>) => new URLSearchParams(params).toString();
const redacted = (params: Record<string, string>, what: Redaction = all) =>
  Object.fromEntries(paramsOf(createRedactor(what)(record({ text: form(params) }))));
const shown = (one: RequestRecord) =>
  JSON.stringify([harEntry(one), Buffer.from(one.body.bytes).toString()]);

describe('redaction', () => {
  it('of nothing leaves a record as it is', () => {
    const one = record();
    expect(createRedactor({})(one)).toBe(one);
  });

  it('of numbers: the same made-up one everywhere, in every spelling', () => {
    const redact = createRedactor({ numbers: true });
    const text = form({
      MessageSid: 'SM1',
      From: '+4915112345678',
      To: 'whatsapp:+491700000000',
      Body: 'call +4915112345678',
    });
    const one = redact(
      record({
        text,
        target: '/sms/+4915112345678?from=%2B4915112345678',
        answer: {
          status: 200,
          headers: [['Location', '/call/+4915112345678']],
          body: keptBody(Buffer.from('<Dial>+4915112345678</Dial>')),
          milliseconds: 1,
        },
      }),
    );
    expect(shown(one)).not.toMatch(/4915112345678|491700000000/);
    expect(Object.fromEntries(paramsOf(one))).toMatchObject({
      From: expect.stringMatching(/^\+155555501\d\d$/),
      To: expect.stringMatching(/^whatsapp:\+155555501\d\d$/),
    });
    const [from, , body] = ['From', 'To', 'Body'].map((name) => new Map(paramsOf(one)).get(name));
    expect(body).toBe(`call ${from}`);
    expect(one.redacted).toBe(true);
  });

  it('of numbers: short codes, SIP, and tokens that have numbers in them', () => {
    const params = {
      CallSid: 'CA1',
      From: '12345',
      To: 'sip:4915112345678@example.com',
      CallToken: 'x',
    };
    expect(redacted(params, { numbers: true })).toEqual({
      CallSid: 'CA1',
      From: expect.stringMatching(/^\+155555501\d\d$/),
      To: expect.stringMatching(/^sip:\+155555501\d\d$/),
      CallToken: '[removed]',
    });
  });

  it('of names', () => {
    const params = { CallerName: 'ADA', FromCity: 'LONDON', From: 'client:ada', Body: 'Hi' };
    expect(redacted(params, { names: true })).toEqual({
      CallerName: '[removed]',
      FromCity: '[removed]',
      From: 'client:[removed]',
      Body: 'Hi',
    });
  });

  it('of bodies: what people say, what is not known; not what the sender says', () => {
    const params = {
      Body: 'Hi',
      Digits: '1234',
      SpeechResult: 'yes',
      RecordingUrl: 'https://a/b',
      MediaUrl0: 'https://a/c',
      Secret: 'x',
      CallStatus: 'ringing',
      NumMedia: '1',
    };
    const { Secret: _, ...known } = params;
    expect(redacted(params, { bodies: true })).toEqual({
      ...Object.fromEntries(Object.keys(known).map((name) => [name, '[removed]'])),
      '[removed]': '[removed]',
      CallStatus: 'ringing',
      NumMedia: '1',
    });
  });

  it('of the text of an answer', () => {
    const one = createRedactor({ bodies: true })(record());
    expect(Buffer.from(one.answer?.body.bytes ?? []).toString()).toBe(
      '<Response><Message>[removed]</Message></Response>',
    );
  });

  it('of JSON: the event is still recognized', () => {
    const json = [
      {
        ...(exampleOf('event-streams').json as object[])[0],
        data: {
          body: 'Hi',
          other: 'x',
          list: ['y'],
          phone: 4915112345678,
          messageStatus: 'SENT',
          to: '+4915112345678',
        },
      },
    ];
    const one = createRedactor(all)(
      record({ text: JSON.stringify(json), headers: [['Content-Type', 'application/json']] }),
    );
    const [event] = JSON.parse(Buffer.from(one.body.bytes).toString());
    expect(event).toMatchObject({
      specversion: '1.0',
      type: 'com.twilio.messaging.message.delivered',
    });
    expect(event.data).toEqual({
      body: '[removed]',
      // Other, list, phone: the names may say something too.
      '[removed]': '[removed]',
      '[removed] 2': ['[removed]'],
      '[removed] 3': 0,
      messageStatus: 'SENT',
      to: expect.stringMatching(/^\+155555501\d\d$/),
    });
  });

  it.each([Buffer.from([0xff, 0xfe]), Buffer.from('{"a":')])('of other bodies', (bytes) => {
    const one = createRedactor(all)(record({ body: keptBody(bytes), headers: [] }));
    expect(Buffer.from(one.body.bytes).toString()).toBe('[removed]');
  });

  it('leaves pairs that have nothing as they came', () => {
    const text = 'CallStatus=%72inging&&ApiVersion=2010-04-01';
    const { body } = createRedactor(all)(record({ text }));
    expect(Buffer.from(body.bytes).toString()).toBe(text);
  });
});
