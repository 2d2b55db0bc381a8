// What nobody signed is explained by nothing, and what is explained is what was done.
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, explainRequest, formatExplanation } from '../../src/explain/index.js';
import {
  arrived,
  asRequest,
  authToken,
  formOf,
  formType,
  type Sent,
  sent,
  signatureOf,
  urlOf,
} from './sent.js';

const forgery = () => randomBytes(20).toString('base64');

it('a forgery has no cause, however it comes', async () => {
  await fc.assert(
    fc.asyncProperty(sent, fc.boolean(), async (one, isConfigured) => {
      const request = asRequest({
        ...arrived(one, forgery()),
        protocol: 'http',
        host: 'internal:3000',
      });
      const options = { authToken, ...(isConfigured && { configuredUrl: urlOf(one) }) };
      const explanation = await explainRequest(request, options, { now: () => 0 });
      expect(explanation).toMatchObject({ causes: [], matched: false, options: undefined });
      expect(explanation.signedUrl).toBeUndefined();
      expect(explanation.checks.length).toBeGreaterThan(3);
      expect(formatExplanation(explanation)).not.toContain('fix:');
    }),
    { numRuns: 25 },
  );
});

it('a genuine request has none either', () => {
  fc.assert(
    fc.property(sent, (one) => {
      const explanation = explain(
        {
          authToken,
          signature: signatureOf(one),
          url: urlOf(one),
          contentType: formType,
          body: formOf(one.pairs),
        },
        () => 0,
      );
      expect(explanation).toMatchObject({ causes: [], matched: true });
    }),
  );
});

it('another token is no cause, unless it is known here', () => {
  fc.assert(
    fc.property(sent, (one) => {
      const input = {
        authToken,
        signature: signatureOf(one, { token: 'another' }),
        url: urlOf(one),
        configuredUrl: urlOf(one),
        contentType: formType,
        body: formOf(one.pairs),
      };
      expect(explain(input, () => 0)).toMatchObject({ causes: [], configuredMatched: false });
      expect(explain({ ...input, otherTokens: ['another'] }, () => 0)).toMatchObject({
        causes: ['token-of-another'],
        configuredMatched: true,
      });
    }),
    { numRuns: 20 },
  );
});

describe('a parameter that is missing shifts no other', () => {
  const pairs = ['AccountSid', 'CallSid', 'From', 'FromCity', 'FromState', 'To'].map(
    (name): [string, string] => [
      name,
      name.startsWith('From') && name !== 'From' ? '' : `${name}1`,
    ],
  );
  const one: Sent = { scheme: 'https://', host: 'a.example', path: '/a', query: '', pairs };

  it.each([['FromCity'], ['FromState'], ['FromCity', 'FromState']])('%s', (...names) => {
    const params = pairs.filter(([name]) => !names.includes(name));
    const input = { authToken, signature: signatureOf(one), url: urlOf(one), params };
    const explanation = explain({ ...input, contentType: formType }, () => 0);
    expect(explanation.params).toEqual(names);
    expect(formatExplanation(explanation)).toContain(names.join(', '));
  });
});

describe('a name of a parameter writes no line', () => {
  it('neither in the body nor in the query', () => {
    const evil = '\u001b[2J\n[sig] forged\u202e';
    const one: Sent = {
      scheme: 'https://',
      host: 'a.example',
      path: '/a',
      query: '',
      pairs: [['Digits', '1']],
    };
    const encoded = encodeURIComponent(evil);
    for (const input of [
      { url: urlOf(one), params: { Digits: '1', [evil]: '2' } },
      { url: `${urlOf(one)}?x=1&${encoded}=2`, body: 'Digits=1' },
      { url: `${urlOf(one)}?${encoded}=2`, body: 'Digits=1', configuredUrl: urlOf(one) },
    ]) {
      const explanation = explain(
        { authToken, signature: signatureOf(one), contentType: formType, ...input },
        () => 0,
      );
      expect(explanation.matched).toBe(true);
      const printed = formatExplanation(explanation);
      expect(printed).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}](?<!\n)/u);
      expect(printed).not.toMatch(/^\[sig\]/m);
    }
  });
});
