// A mark in every place where a request or an answer can have text: an export without numbers, names and bodies has none.
import { causes } from '@sig/core/explain';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../core/params/generate.js';
import { harEntry } from '../../src/capture/har.js';
import { keptBody, type RecordAnswer, type RequestRecord } from '../../src/capture/record.js';
import { createRedactor } from '../../src/capture/redact.js';
import type { WarningCode } from '../../src/capture/warnings.js';
import { exampleOf } from '../../src/events/events.js';
import { formType, record } from './records.js';

const all = { numbers: true, names: true, bodies: true };
const exported = (one: RequestRecord) => JSON.stringify(harEntry(createRedactor(all)(one)));
const sidOf = (prefix: string) => prefix + '0a1b2c3d'.repeat(4);
const sid = sidOf('CA');
const xml = [['Content-Type', 'text/xml']] as const;

/** Marks that are all different: words, and numbers of phones as people write them. */
function createMarks() {
  let count = 0;
  const words: string[] = [];
  return {
    words,
    next() {
      count += 1;
      const digits = String(9_000_000_000 + count * 7919);
      const all = [
        `MARK${count}x`,
        `+1${digits}`,
        digits,
        `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`,
      ];
      const mark = all[count % 4] as string;
      words.push(mark);
      return mark;
    },
  };
}
type Marks = ReturnType<typeof createMarks>;

/** Fails with the marks that are left, and what stands around them. */
function expectNone(text: string, { words }: Marks): void {
  const plain = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25')) + text;
  const left = words.flatMap((word) => {
    const at = plain.indexOf(word);
    return at < 0 ? [] : [plain.slice(Math.max(0, at - 60), at + 60)];
  });
  expect(left).toEqual([]);
}

const names = [
  ...new Set(
    [...readEvents().values()].flat().flatMap(({ params }) => params.map(({ name }) => name)),
  ),
].map((name) => name.replace(/\$\{number\}/, '0').replace(/\$\{string\}/, 'X'));

const jsonHeaders = [['Content-Type', 'application/json']] as const;
const pairs = (make: (name: string) => string) =>
  new URLSearchParams(names.map((name) => [name, make(name)])).toString();

/** Where texts are, and a record that has marks there. */
const places: readonly (readonly [
  title: string,
  (mark: () => string) => Partial<RequestRecord> & { text?: string },
])[] = [
  ['a form, in each parameter', (mark) => ({ text: pairs(mark) })],
  [
    'a form, in channels of each parameter',
    (mark) => ({ text: pairs(() => `whatsapp:${mark()}`) }),
  ],
  ['a form, in schemes of nobody', (mark) => ({ text: pairs(() => `${mark()}:+14155552671`) })],
  ['a form, in URLs', (mark) => ({ text: pairs(() => `https://a.example/?Body=${mark()}`) })],
  ['a form, in names', (mark) => ({ text: `${mark()}=1&SipHeader_X-${mark()}=2&${mark()}` })],
  ['a form that is JSON', (mark) => ({ text: JSON.stringify({ [mark()]: mark() }) })],
  ['a form that is text', (mark) => ({ text: `${mark()} ${mark()}` })],
  ['a query, in each parameter', (mark) => ({ target: `/sms?${pairs(mark)}` })],
  ['a query, in names', (mark) => ({ target: `/sms?${mark()}&${mark()}=1#${mark()}` })],
  ['a query that has two marks', (mark) => ({ target: `/sms??Body=${mark()}?${mark()}` })],
  [
    'JSON, in each property',
    (mark) => ({
      headers: jsonHeaders,
      text: JSON.stringify(
        Object.fromEntries(
          names.flatMap((name) => [
            [name, mark()],
            [name.slice(0, 1).toLowerCase() + name.slice(1), [mark(), { [name]: mark() }]],
          ]),
        ),
      ),
    }),
  ],
  [
    'JSON, in names, lists and depths',
    (mark) => ({
      headers: jsonHeaders,
      text: JSON.stringify({
        [mark()]: { [mark()]: [[mark()]] },
        list: [mark(), [mark()]],
        from: [mark()],
        data: mark(),
      }),
    }),
  ],
  [
    'JSON, in what CloudEvents says',
    (mark) => ({
      headers: jsonHeaders,
      text: JSON.stringify([
        Object.fromEntries(
          [
            ...['specversion', 'type', 'source', 'id', 'dataschema', 'datacontenttype', 'time'],
            ...['subject', 'data'],
          ].map((name) => [name, mark()]),
        ),
      ]),
    }),
  ],
  ['JSON that is one text', (mark) => ({ headers: jsonHeaders, text: JSON.stringify(mark()) })],
  ['JSON that is cut', (mark) => ({ headers: jsonHeaders, text: `{"from":"${mark()}` })],
  ['text', (mark) => ({ headers: [['Content-Type', 'text/plain']], text: mark() })],
  ['XML', (mark) => ({ headers: xml, text: `<a ${mark()}="${mark()}">${mark()}</a>` })],
  ['bytes', (mark) => ({ body: keptBody(Buffer.concat([Buffer.from(mark()), Buffer.of(255)])) })],
  [
    'header fields',
    (mark) => ({
      headers: [
        ['X-User', mark()],
        ['Referer', `https://u:${mark()}@a.example/?Body=${mark()}#${mark()}`],
        ['Referer', `mailto:${mark()}`],
        ['Cookie', mark()],
        ['Authorization', `Basic ${mark()}`],
        ['User-Agent', `Mozilla/5.0 (${mark()})`],
        ['Content-Type', `${formType}; name=${mark()}`],
        ['X-Forwarded-For', mark()],
        ['X-Twilio-Signature', `${mark()}-`],
        ['Accept', `text/${mark()}`],
        ['Date', mark()],
        ['ETag', `"${mark()}"`],
      ],
    }),
  ],
  [
    'what was found of a genuine one',
    (mark) => ({
      verdict: {
        state: 'genuine',
        url: `https://u:${mark()}@a.example/sms?${pairs(mark)}&${mark()}#${mark()}`,
        key: 'auth token',
      },
    }),
  ],
  [
    'why it was refused',
    (mark) => ({
      verdict: {
        state: 'refused',
        code: 'signature-mismatch',
        message: mark(),
        explanation: {
          cause: 'scheme-swapped',
          causes: ['scheme-swapped', mark() as never],
          title: mark(),
          fix: mark(),
          options: { configuredUrl: `https://a.example/?a=${mark()}`, header: mark() },
          matched: true,
          configuredMatched: undefined,
          signedUrl: `https://a.example/?${mark()}=${mark()}`,
          seenUrl: `http://a.example/?${mark()}=${mark()}`,
          position: 4,
          differences: [{ signed: mark(), seen: mark() } as never],
          params: [mark()],
          stringToSign: mark(),
          checks: [mark()],
          next: mark(),
          hmacs: 1,
          work: {} as never,
        },
      },
    }),
  ],
  ['why it was not verified', (mark) => ({ verdict: { state: 'not-verified', reason: mark() } })],
  ['why there is no answer', (mark) => ({ answer: undefined, failure: `connect ${mark()}` })],
  [
    'warnings',
    (mark) => ({
      warnings: (
        ['refused-by-app', 'content-type', 'not-well-formed', 'unknown-verb'] as WarningCode[]
      ).map((code) => ({ code, level: 'error', message: mark() })),
    }),
  ],
];

/** Answers in TwiML, and what the app may say besides. */
const answers: readonly (readonly [
  title: string,
  (mark: () => string) => Partial<RecordAnswer> & { text?: string },
])[] = [
  [
    'text, CDATA, comments, declarations',
    (mark) => ({
      text: `<?xml version="1.0"?><!DOCTYPE a "${mark()}"><!--${mark()}--><?a ${mark()}?>
          <Response>${mark()}<Say>${mark()}<![CDATA[${mark()}]]></Say><!--${mark()}-->${mark()}</Response>`,
    }),
  ],
  [
    'attributes',
    (mark) => ({
      text: `<Response><Dial callerId="${mark()}" action="/x?Body=${mark()}" timeout="${mark()}" a${mark().replace(/\W/g, '')}="${mark()}"/>
          <Parameter name="${mark()}" value='${mark()}'/><Gather method="${mark()}" hints="${mark()}"/></Response>`,
    }),
  ],
  ['elements', (mark) => ({ text: `<Response><a${mark().replace(/\W/g, '')}/></Response>` })],
  ['an end that is missing', (mark) => ({ text: `<Response><Say>open ${mark()}` })],
  ['an attribute that is cut', (mark) => ({ text: `<Response><Say voice="${mark()}` })],
  ['an error in the middle', (mark) => ({ text: `<Response>&x;${mark()}<b>${mark()}</Response>` })],
  ['what is no TwiML', (mark) => ({ text: `<html><p title="${mark()}">${mark()}</p></html>` })],
  ['text alone', (mark) => ({ text: mark() })],
  ['JSON', (mark) => ({ text: JSON.stringify({ [mark()]: mark() }) })],
  ['bytes', (mark) => ({ body: keptBody(Buffer.concat([Buffer.from(mark()), Buffer.of(255)])) })],
  [
    'header fields',
    (mark) => ({
      headers: [
        ['Location', `/next?Body=${mark()}&${mark()}#${mark()}`],
        ['Content-Location', `https://u:${mark()}@a.example/?To=${mark()}`],
        ['Set-Cookie', mark()],
        ['X-Any', mark()],
        ['Content-Type', `text/${mark()}`],
        ['Server', mark()],
      ],
    }),
  ],
];

describe('an export without numbers, names and bodies has no text of anybody', () => {
  it.each(places)('in the request: %s', (_title, place) => {
    // Each place gets each kind of mark.
    for (let shift = 0; shift < 4; shift++) {
      const marks = createMarks();
      for (let i = 0; i < shift; i++) marks.next();
      expectNone(exported(record(place(marks.next))), marks);
    }
  });

  it.each(answers)('in the answer: %s', (_title, place) => {
    for (let shift = 0; shift < 4; shift++) {
      const marks = createMarks();
      for (let i = 0; i < shift; i++) marks.next();
      const { text = '', ...rest } = place(marks.next);
      const body = keptBody(Buffer.from(text));
      const answer = { status: 200, headers: xml, body, milliseconds: 1, ...rest };
      expectNone(exported(record({ answer })), marks);
    }
  });
});

describe('an export still says', () => {
  const params = { ...exampleOf('call-status').params, MessageSid: sidOf('SM') };
  const one = record({
    text: new URLSearchParams(params).toString(),
    target: '/voice/status/2010-04-01?CallSid=CA1',
    verdict: {
      state: 'genuine',
      url: 'https://example.com:8443/voice/status/2010-04-01?CallSid=CA1',
      key: 'auth token',
    },
    warnings: [{ code: 'slow', level: 'warn', message: 'The answer took 6.0 seconds.' }],
    answer: {
      status: 200,
      headers: [...xml, ['Content-Length', '12345678'], ['Location', '/next/step?CallSid=CA1']],
      body: keptBody(
        Buffer.from(
          '<Response><Gather numDigits="4" method="POST" finishOnKey="#"><Say loop="2">Hi</Say></Gather></Response>',
        ),
      ),
      milliseconds: 23,
    },
  });

  it('what happened: ids, states, counts, times, path, status, verdict', () => {
    const entry = harEntry(createRedactor(all)(one)) as never as Record<string, never>;
    expect(entry).toMatchObject({
      request: { method: 'POST', url: 'http://example.com/voice/status/2010-04-01?CallSid=CA1' },
      response: { status: 200, redirectURL: '/next/step?CallSid=CA1' },
      _sig: {
        event: 'call-status',
        verdict: { state: 'genuine', url: expect.stringMatching(/^https:\/\/example\.com:8443\//) },
        warnings: [{ code: 'slow', message: 'The answer took 6.0 seconds.' }],
      },
    });
    const { text } = (entry.request as never as { postData: { text: string } }).postData;
    const kept = [
      ...['CallSid', 'AccountSid', 'MessageSid', 'CallStatus', 'Direction', 'CallDuration'],
      ...['Timestamp', 'ApiVersion', 'SequenceNumber', 'SipResponseCode', 'CallbackSource'],
    ];
    expect(Object.fromEntries(new URLSearchParams(text))).toMatchObject(
      Object.fromEntries(kept.map((name) => [name, params[name as never]])),
    );
    const { headers, content } = entry.response as never as {
      headers: { name: string; value: string }[];
      content: { text: string };
    };
    expect(headers).toContainEqual({ name: 'Content-Length', value: '12345678' });
    expect(content.text).toBe(
      '<Response><Gather numDigits="4" method="POST" finishOnKey="[removed]"><Say loop="2">[removed]</Say></Gather></Response>',
    );
  });

  it('of a refused one, the cause in the words that it has for everybody', () => {
    const explanation = {
      ...{ cause: 'scheme-swapped', causes: ['scheme-swapped'], title: 'x', fix: 'y' },
      ...{ signedUrl: 'https://a.example/voice?Body=•••', seenUrl: 'http://a.example/voice' },
    } as never;
    const message = 'The signature does not match the request.';
    const verdict = { state: 'refused', code: 'signature-mismatch', message, explanation } as const;
    const redacted = createRedactor(all)(record({ verdict }));
    expect(redacted.verdict).toMatchObject({
      ...{ state: 'refused', code: 'signature-mismatch', message },
      explanation: {
        ...{ cause: 'scheme-swapped', title: causes['scheme-swapped'].title },
        ...{ fix: causes['scheme-swapped'].fix, seenUrl: 'http://a.example/voice' },
      },
    });
  });

  it.each([
    `Sid ${sid}`,
    '2026-07-17T12:06:41.000Z',
    'Fri, 17 Jul 2026 12:06:41 +0000',
    'http://10.11.12.13:12345/',
    '123e4567-1234-1234-1234-426614174000',
    'Confidence 0.9128386',
    '200, 12345, 123456',
  ])('numbers that are none of a phone: %s', (text) => {
    const { body } = createRedactor({ numbers: true })(
      record({ headers: [['Content-Type', 'text/plain']], text }),
    );
    expect(Buffer.from(body.bytes).toString()).toBe(text);
  });

  it.each([
    ['{"from":14155552671,"to":["14155552672"],"n":{"4155552673":1}}', /4155552/],
    ['{"text":"(415) 555-2671, 415.555.2671, tel4155552671x, 0049 151 12345678"}', /2671|345678/],
  ])('with numbers alone: %s', (text, left) => {
    const { body } = createRedactor({ numbers: true })(record({ headers: jsonHeaders, text }));
    const made = Buffer.from(body.bytes).toString();
    expect(made).not.toMatch(left);
    expect(() => JSON.parse(made)).not.toThrow();
  });
});
