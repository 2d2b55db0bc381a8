import { describe, expect, it } from 'vitest';
import { parseTwiml } from '../../src/twiml/parse-twiml.js';
import { printTwiml, textOf } from '../../src/twiml/print-twiml.js';

const text = `<?xml version="1.0" encoding="UTF-8"?><!-- menu --><Response>
<Gather action="/menu?a=1&amp;b=2" numDigits="1"><Say>Press 1 &lt;now&gt;.</Say><Play/></Gather>
<Dial><Number>+15555550199</Number></Dial><Say><![CDATA[a & b]]></Say><Hangup></Hangup></Response>`;

describe('parseTwiml', () => {
  it('recognizes verbs and nouns, case-sensitively', () => {
    const { elements, error } = parseTwiml(text.replace('<Hangup></Hangup>', '<hangup/>'));
    expect(error).toBeUndefined();
    expect(elements.map(({ name, kind, depth }) => `${depth} ${kind} ${name}`)).toEqual([
      '0 response Response',
      '1 verb Gather',
      '2 verb Say',
      '2 verb Play',
      '1 verb Dial',
      '2 noun Number',
      '1 verb Say',
      '1 other hangup',
    ]);
  });

  it.each([
    ['an element that is not closed', '<Response><Say>Hello</Response>', 1],
    ['a bare ampersand', '<Response>\n<Say>a & b</Say></Response>', 2],
    ['two roots', '<Response/><Response/>', 1],
    ['text alone', 'Hello', 1],
    ['nothing', '', 1],
    ['space before the declaration', '\n<?xml version="1.0"?><Response/>', 2],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]><Response>&e;</Response>', 1],
    ['an attribute without quotes', '<Response><Gather numDigits=1/></Response>', 1],
    ['a control character', '<Response>\u0001</Response>', 1],
  ])('not well-formed: %s', (_title, document, line) => {
    const { error } = parseTwiml(document);
    expect(error?.line).toBe(line);
    expect(error?.message).not.toBe('');
  });

  it('takes any depth', () => {
    const depth = 10_000;
    const { elements, error } = parseTwiml('<a>'.repeat(depth) + '</a>'.repeat(depth));
    expect([elements.length, error]).toEqual([depth, undefined]);
  });
});

describe('printTwiml', () => {
  it('an element a line; what has text alone in one line', () => {
    expect(textOf(printTwiml(parseTwiml(text)))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!-- menu -->
<Response>
  <Gather action="/menu?a=1&amp;b=2" numDigits="1">
    <Say>Press 1 &lt;now&gt;.</Say>
    <Play/>
  </Gather>
  <Dial>
    <Number>+15555550199</Number>
  </Dial>
  <Say>a &amp; b</Say>
  <Hangup></Hangup>
</Response>`);
  });

  it('what is printed is the same document', () => {
    const printed = textOf(printTwiml(parseTwiml(text)));
    expect(parseTwiml(printed).elements).toEqual(parseTwiml(text).elements);
  });

  it('says what each piece is', () => {
    const [, line] = printTwiml(parseTwiml('<Response><Say voice="a">Hi</Say></Response>'));
    expect(line?.tokens.filter(({ kind }) => kind !== 'mark')).toEqual([
      { kind: 'verb', text: 'Say' },
      { kind: 'attribute', text: ' voice' },
      { kind: 'value', text: '"a"' },
      { kind: 'text', text: 'Hi' },
      { kind: 'verb', text: 'Say' },
    ]);
  });

  it('prints what is well-formed of a document that is not', () => {
    const printed = textOf(printTwiml(parseTwiml('<Response><Say>Hi</Say><Play></Response>')));
    expect(printed).toContain('<Say>Hi</Say>');
  });
});
