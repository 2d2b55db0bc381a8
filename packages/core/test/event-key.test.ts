// Keys of events: the formats (vectors computed in Python), and that no split of one signed string has two keys.
import { describe, expect, it } from 'vitest';
import { type KeyMaterial, keyRule } from '../src/idempotency/event-key.js';
import { isWebhookError, OptionError, stringToSign } from '../src/index.js';

const id = (prefix: string, digit: string) => prefix + digit.repeat(32);
const sm = (digit: string) => id('SM', digit);
const account = id('AC', '1');
type Values = Record<string, string | string[]>;

/** The key of a form, signed at a URL; or the code of the refusal. */
function keyOf(named: unknown, params: Values, more: Partial<KeyMaterial> = {}): string {
  const url = more.url ?? 'https://example.com/status';
  const material = {
    method: 'POST',
    scope: '/status',
    sharedKey: undefined,
    url,
    signed: stringToSign(url, params),
    params,
    rawBody: undefined,
    ...more,
  };
  try {
    const rule = keyRule(named, material.method === 'GET' ? 'GET' : 'POST');
    return rule?.(material)?.slice(2) ?? 'no rule';
  } catch (error) {
    if (isWebhookError(error)) return error.code;
    throw error;
  }
}

describe('the format', () => {
  it.each<[string, string, Values, string, string]>([
    [
      '/status',
      'message-status',
      { MessageSid: sm('a'), MessageStatus: 'sent' },
      '_j1pTh7-LZk0-R63-rFjQA',
      'one of each field',
    ],
    [
      '/calls',
      'call-status',
      { CallSid: `CA${'0123456789abcdef'.repeat(2)}`, SequenceNumber: '3', CallStatus: 'ringing' },
      'w-tA88kSznLyqrpyhhPLqA',
      'the number goes before the status',
    ],
    [
      '/status',
      'message-status',
      {
        AccountSid: account,
        Body: `MessageSid${sm('b')}`,
        MessageSid: sm('a'),
        MessageStatus: 'received',
      },
      '3JBShP_O-K17YXif7Ea4Sg',
      'two ids in the string: the whole string',
    ],
  ])('%s %s %j', (scope, kind, params, key) => {
    expect(keyOf(kind, params, { scope })).toBe(key);
  });

  it('differs with scope, kind, account, and each value', () => {
    const params = { AccountSid: account, MessageSid: sm('a'), MessageStatus: 'sent' };
    const keys = [
      keyOf('message-status', params),
      keyOf('message-status', params, { scope: '/other' }),
      keyOf('message', params),
      keyOf('message-status', { ...params, AccountSid: id('AC', '2') }),
      keyOf('message-status', { ...params, MessageSid: sm('b') }),
      keyOf('message-status', { ...params, MessageStatus: 'delivered' }),
      keyOf('message-status', { MessageSid: sm('a'), MessageStatus: 'sent' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[\w-]{22}$/);
  });

  it('is the same whatever else the request says', () => {
    const params = { MessageSid: sm('a'), MessageStatus: 'sent' };
    expect(keyOf('message-status', { ...params, To: '+15550100', RawDlrDoneDate: '2' })).toBe(
      keyOf('message-status', params),
    );
  });
});

describe('presets', () => {
  it.each<[string, Values]>([
    ['message', { MessageSid: id('MM', '0') }],
    ['message', { MessageSid: sm('a'), SmsMessageSid: sm('a'), SmsSid: sm('a') }],
    ['call-status', { CallSid: id('CA', '1'), CallStatus: 'in-progress' }],
    ['call-status', { CallSid: id('CA', '1'), ParentCallSid: id('CA', '2'), SequenceNumber: '0' }],
    ['conference', { ConferenceSid: id('CF', '1'), SequenceNumber: '12' }],
    ['recording', { RecordingSid: id('RE', '1'), RecordingStatus: 'completed' }],
  ])('%s %j has a key', (kind, params) => {
    expect(keyOf(kind, params)).toMatch(/^[\w-]{22}$/);
  });

  it.each<[string, string, Values]>([
    ['a missing id', 'message', { MessageStatus: 'sent' }],
    ['a missing field', 'message-status', { MessageSid: sm('a') }],
    ['an id of another form', 'message', { MessageSid: `SM${'A'.repeat(32)}` }],
    ['an id that is too long', 'message', { MessageSid: `${sm('a')}0` }],
    ['an id that is too short', 'message', { MessageSid: sm('a').slice(1) }],
    ['a prefix of another kind', 'message', { MessageSid: id('CA', 'a') }],
    ['a list', 'message', { MessageSid: [sm('a'), 'x'] }],
    ['a status with more in it', 'message-status', { MessageSid: sm('a'), MessageStatus: 'Sent' }],
    ['an id in another parameter', 'message', { Body: `MessageSid${sm('a')}` }],
  ])('refuses %s', (_title, kind, params) => {
    expect(keyOf(kind, params)).toBe('event-key-ambiguous');
  });

  it('is for one method', () => {
    expect(keyOf('message', { MessageSid: sm('a') }, { method: 'PUT' })).toBe(
      'event-key-ambiguous',
    );
  });
});

describe('a GET', () => {
  const ask = (query: string, more = {}) =>
    keyOf('message', {}, { method: 'GET', url: `https://example.com/status${query}`, ...more });

  it('has its fields in the query', () => {
    expect(ask(`?a=b&MessageSid=${sm('a')}`)).toBe(ask(`?MessageSid=${sm('a')}`));
    expect(ask(`?MessageSid=${sm('a')}&AccountSid=${account}`)).not.toBe(
      ask(`?MessageSid=${sm('a')}`),
    );
  });

  it.each([
    '',
    `?MessageSid=${sm('a')}&MessageSid=${sm('a')}`,
    `?MessageSid=${sm('a')}&MessageSid=${sm('b')}`,
    `?MessageSid=${sm('a')}x`,
    `?AccountSid=x&MessageSid=${sm('a')}`,
  ])('is refused with %s', (query) => {
    expect(ask(query)).toBe('event-key-ambiguous');
  });

  it('has no body', () => {
    const url = `https://example.com/status?MessageSid=${sm('a')}`;
    expect(ask(`?MessageSid=${sm('a')}`, { signed: `${url}a1` })).toBe('event-key-ambiguous');
  });
});

it('a form under bodySHA256 is read as it is: its borders are signed', () => {
  const url = 'https://example.com/status?bodySHA256=00';
  const params = { Body: `MessageSid${sm('b')}`, MessageSid: sm('a') };
  expect(keyOf('message', params, { url, signed: url })).toBe(
    keyOf('message', { MessageSid: sm('a') }),
  );
});

describe('Event Streams', () => {
  const events = (body: unknown) =>
    keyOf('event-streams', {}, { rawBody: new TextEncoder().encode(JSON.stringify(body)) });
  const ids = (...digits: string[]) => digits.map((digit) => ({ id: id('EZ', digit) }));

  it('names a batch by the ids of its events, in their order', () => {
    const keys = [ids('1'), ids('1', '2'), ids('2', '1')].map(events);
    expect(new Set(keys).size).toBe(3);
    expect(events(ids('1')[0])).toBe(keys[0]);
  });

  it.each([[[]], [{}], [[{ id: 'EZ1' }]], [[...ids('1'), {}]], ['x'], [null]])(
    'refuses %j',
    (body) => {
      expect(events(body)).toBe('event-key-ambiguous');
    },
  );
});

describe('fields of your own', () => {
  const order = { kind: 'order', fields: { OrderId: /[0-9]+/ } };

  it('are looked for as those of the presets are', () => {
    expect(keyOf(order, { OrderId: '7', Note: 'x' })).toBe(keyOf(order, { OrderId: '7' }));
    expect(keyOf(order, { OrderId: '7', Note: 'OrderId8' })).not.toBe(
      keyOf(order, { OrderId: '7' }),
    );
    expect(keyOf(order, { OrderId: 'x7' })).toBe('event-key-ambiguous');
  });

  it.each([
    undefined,
    null,
    7,
    'orders',
    {},
    { kind: 'order' },
    { kind: 'order', fields: {} },
    { kind: 'signed', fields: order.fields },
    { kind: 'a\nb', fields: order.fields },
  ])('%j is no rule', (named) => {
    expect(keyRule(named, 'POST')).toBeUndefined();
  });

  it.each([/^[0-9]+/, /[0-9]+$/, /[0-9]*/, /[^,]+/, '[0-9]+'])(
    '%s is no form of a value',
    (form) => {
      expect(() => keyRule({ kind: 'order', fields: { OrderId: form } }, 'POST')).toThrow(
        OptionError,
      );
    },
  );
});

describe('whatever the split of a signed string, it has one key or none', () => {
  const url = 'https://example.com/status';

  /** Every way to cut a text into names and values that sort into it again, up to so many pairs. */
  function splitsOf(text: string, random: () => number, count: number): Values[] {
    const splits: Values[] = [];
    for (let tries = 0; splits.length < count && tries < 30 * count; tries++) {
      const pieces = 1 + Math.floor(random() * 5);
      const cuts = Array.from({ length: 2 * pieces - 1 }, () => Math.floor(random() * text.length));
      const borders = [0, ...cuts, text.length].sort((a, b) => a - b);
      const params: Values = Object.create(null);
      for (let i = 0; i + 2 < borders.length; i += 2) {
        const name = text.slice(borders[i], borders[i + 1]);
        const value = text.slice(borders[i + 1], borders[i + 2]);
        const known = params[name];
        params[name] = known === undefined ? value : [known, value].flat();
      }
      if (stringToSign(url, params) === url + text) splits.push(params);
    }
    return splits;
  }

  /** Splits at the borders that an attacker would choose: each place where a field begins. */
  function* chosenSplits(text: string): Generator<Values> {
    const names = ['MessageSid', 'MessageStatus', 'AccountSid', 'Sid', 'Status'];
    const starts = names.flatMap((name) =>
      [...text.matchAll(new RegExp(name, 'g'))].map((m) => [m.index, name] as const),
    );
    for (const [at, name] of starts) {
      for (let end = at + name.length + 1; end <= text.length; end++) {
        const params: Values = Object.create(null);
        if (at > 0) params[text.slice(0, 1)] = text.slice(1, at);
        params[name] = text.slice(at + name.length, end);
        if (end < text.length) params[text.slice(end, end + 1)] = text.slice(end + 1);
        if (stringToSign(url, params) === url + text) yield params;
      }
    }
  }

  function randomFrom(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
  }

  const random = randomFrom(17);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const genuine = Array.from({ length: 40 }, (): Values => {
    const text = () =>
      Array.from({ length: Math.floor(random() * 4) }, () =>
        pick([
          'hi',
          'MessageSid',
          sm('b'),
          `MessageSid${sm('b')}`,
          'MessageStatusread',
          `AccountSid${id('AC', '2')}`,
          'Status',
        ]),
      ).join('');
    return {
      AccountSid: account,
      ...(random() < 0.7 && { Body: text() }),
      MessageSid: sm('a'),
      MessageStatus: pick(['sent', 'delivered']),
      ...(random() < 0.3 && { OriginalRepliedMessageSid: sm('c') }),
      ...(random() < 0.5 && { To: text() }),
    };
  });

  it.each(genuine)('%j', (params) => {
    const text = stringToSign('', params);
    const splits = [...splitsOf(text, random, 150), ...chosenSplits(text)];
    expect(splits.length).toBeGreaterThan(20);
    const keys = new Set(splits.map((split) => keyOf('message-status', split)));
    keys.delete('event-key-ambiguous');
    expect(
      [...keys, keyOf('message-status', params)].filter((key, i, all) => all.indexOf(key) === i),
    ).toEqual([keyOf('message-status', params)]);
    expect(keyOf('message-status', params)).toMatch(/^[\w-]{22}$/);
  });
});
