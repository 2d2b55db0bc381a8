import { describe, expect, it } from 'vitest';
import { type Answer, warningsOf } from '../../src/capture/warnings.js';
import { parseTwiml } from '../../src/twiml/parse-twiml.js';

function answer(text: string, given: Partial<Answer> = {}): Answer {
  return {
    kind: 'voice',
    method: 'POST',
    status: 200,
    contentType: 'text/xml; charset=utf-8',
    location: undefined,
    milliseconds: 20,
    bodyLength: Buffer.byteLength(text),
    twiml: text === '' ? undefined : parseTwiml(text),
    ...given,
  };
}
const good = '<Response><Say>Hi</Say></Response>';
const codes = (one: Answer) => warningsOf(one).map(({ code, level }) => `${level} ${code}`);

describe('nothing to say of', () => {
  it.each<[string, Answer]>([
    ['TwiML', answer(good)],
    ['application/xml', answer(good, { contentType: 'application/xml' })],
    ['an empty answer', answer('', { status: 204, contentType: undefined })],
    ['audio for a call', answer('x', { contentType: 'audio/mpeg' })],
    [
      'JSON for a status callback',
      answer('{}', { kind: 'call-status', contentType: 'application/json' }),
    ],
    ['a challenge', answer('no', { status: 401, contentType: 'text/plain' })],
    ['an accepted upgrade', answer('', { kind: 'upgrade', status: 101, contentType: undefined })],
    ['what is not known', answer('ok', { kind: 'unknown', contentType: 'text/plain' })],
  ])('%s', (_title, given) => expect(warningsOf(given)).toEqual([]));
});

describe('a warning about', () => {
  it.each<[string, Answer, string[]]>([
    ['16 seconds', answer(good, { milliseconds: 16_000 }), ['error too-slow']],
    ['6 seconds', answer(good, { milliseconds: 6_000 }), ['warn slow']],
    [
      '6 seconds for Event Streams',
      answer('', { kind: 'event-streams', milliseconds: 6_000 }),
      ['error too-slow'],
    ],
    ['500', answer('oops', { status: 500, contentType: 'text/plain' }), ['error failed']],
    ['a redirect', answer('', { status: 302, location: '/other' }), ['warn redirect']],
    ['a redirect to nowhere', answer('', { status: 301 }), ['error redirect']],
    ['JSON', answer('{}', { contentType: 'application/json' }), ['error content-type']],
    ['no type', answer(good, { contentType: undefined }), ['error content-type']],
    [
      'plain text',
      answer('Hi', { kind: 'message', contentType: 'text/plain' }),
      ['warn content-type'],
    ],
    ['broken XML', answer('<Response><Say>a & b</Say></Response>'), ['error not-well-formed']],
    ['another root', answer('<Reply/>'), ['error no-response-element']],
    ['an unknown verb', answer('<Response><say>Hi</say></Response>'), ['warn unknown-verb']],
    ['65 KB', answer(good, { bodyLength: 65 * 1024 + 1, twiml: undefined }), ['error too-large']],
  ])('%s', (_title, given, expected) => expect(codes(given)).toEqual(expected));

  it('says what becomes of the parameters, and which verb is meant', () => {
    const [redirect] = warningsOf(answer('', { status: 303, location: '/other' }));
    expect(redirect?.message).toContain('without the parameters');
    const [kept] = warningsOf(answer('', { status: 307, location: '/other' }));
    expect(kept?.message).not.toContain('without the parameters');
    const [verb] = warningsOf(answer('<Response><gather/></Response>'));
    expect(verb?.message).toContain('write <Gather>');
  });
});
