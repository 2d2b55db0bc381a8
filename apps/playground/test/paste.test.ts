import { describe, expect, it } from 'vitest';
import { check } from '../src/model/check.js';
import { captures, exampleKey, exampleOf } from '../src/model/examples.js';
import { explainState } from '../src/model/explain.js';
import { readPaste } from '../src/model/paste.js';
import { fromFragment, sharedPart, toFragment } from '../src/model/share.js';
import { blank, type State } from '../src/model/state.js';

function pasted(text: string, before: State = blank): State {
  const read = readPaste(text);
  if (!read.ok) throw new Error(read.said);
  return { ...before, ...read.change };
}

describe('what is pasted', () => {
  it.each(Object.entries(captures))('%s is the same request', (name, text) => {
    const state = { ...pasted(text), secret: exampleKey };
    expect(state.params).toEqual([
      { name: 'CallSid', value: 'CA123' },
      { name: 'From', value: '+14155550123' },
      { name: 'Digits', value: '1234' },
    ]);
    if (name !== 'Raw HTTP') return expect(check(state).kind).toBe('match');
    // The server saw its own address, and the headers say which one was signed.
    expect(state.url).toBe('http://10.0.0.7:3000/voice');
    const explained = explainState(state);
    expect(explained).toMatchObject({
      isFound: true,
      applied: { url: 'https://example.com/voice' },
    });
  });

  it('never has a key', () => {
    for (const text of Object.values(captures)) {
      const read = readPaste(text);
      expect(read.ok && 'secret' in read.change).toBe(false);
    }
  });

  it('a URL', () => {
    expect(pasted('https://example.com/a?b\n', exampleOf('call'))).toEqual({
      ...exampleOf('call'),
      url: 'https://example.com/a?b',
    });
  });

  it.each([
    ['a form', 'Body=a+b%2B&To='],
    ['lines', 'Body: a b+\nTo:'],
    ['lines of an environment', 'Body=a b+\nTo='],
    ['an object', '{"Body": "a b+", "To": ""}'],
  ])('parameters: %s', (_, text) => {
    expect(pasted(text).params).toEqual([
      { name: 'Body', value: 'a b+' },
      { name: 'To', value: '' },
    ]);
  });

  it('an upgrade, JSON, and a shared key', () => {
    const head = 'HTTP/1.1\nHost: example.com\nX-Forwarded-Proto: https';
    expect(pasted(`GET /media ${head}\nUpgrade: websocket\n\n`)).toMatchObject({
      url: 'ws://example.com/media',
      method: 'WS',
    });
    const json = pasted(`POST /e ${head}\nContent-Type: application/json\n\n{"a": 1}`);
    expect(json).toMatchObject({ kind: 'raw', raw: '{"a": 1}' });
    const settings = 'X-Twilio-Webhooks-Signature-Settings: key=KY1,algorithm=HMAC_SHA256';
    expect(pasted(`POST /e ${head}\n${settings}\n\n`)).toMatchObject({
      key: 'shared',
      keyId: 'KY1',
    });
  });

  it('a scheme that is not told is assumed, and said to be', () => {
    const head = (host: string) => `POST /voice HTTP/1.1\nHost: ${host}\n\n`;
    expect(pasted(head('localhost:3000')).url).toBe('http://localhost:3000/voice');
    expect(readPaste(head('localhost:3000')).said).not.toContain('https');
    expect(pasted(head('example.com')).url).toBe('https://example.com/voice');
    expect(readPaste(head('example.com')).said).toContain('https is assumed');
  });

  it('what cannot be read of a command is said', () => {
    const { said } = readPaste('curl https://example.com -F a=b');
    expect(said).toMatch(/multipart form .* Nothing was changed\.$/);
    expect(readPaste('Invoke-WebRequest -Uri "https://example.com"').said).toContain('PowerShell');
  });

  it.each(['{"log": ', '{"log": {}}', '{"a": 1}', 'hello', 'curl -d a=b', 'POST'])(
    '%s changes nothing',
    (text) => {
      expect(readPaste(text)).toEqual({
        ok: false,
        said: expect.stringMatching(/Nothing was changed\.$/),
      });
    },
  );
});

describe('a link', () => {
  const state: State = {
    ...exampleOf('shared'),
    secret: 'TheSecretKey',
    url: 'https://user:password@example.com/voice?lang=en',
    configured: 'https://user:password@example.com/',
    headers: [
      ['Authorization', 'Basic dXNlcjpwYXNzd29yZA=='],
      ['Cookie', 'session=1'],
      ['X-Forwarded-Host', 'example.com'],
    ],
    pasted: { bytes: 'token=TheSecretKey', params: [], raw: '' },
    framework: 'koa',
  };

  it('has the request, and nothing that is secret', () => {
    const fragment = toFragment(state);
    const text = JSON.stringify(sharedPart(state));
    for (const secret of ['TheSecretKey', 'password', 'dXNlcjp', 'session=1', 'secret":"T']) {
      expect(text).not.toContain(secret);
    }
    expect(fragment).toMatch(/^r=[\w-]+$/);
    const shown = fromFragment(`#${fragment}`);
    expect(shown).toEqual({
      ...state,
      secret: '',
      pasted: undefined,
      url: 'https://example.com/voice?lang=en',
      configured: 'https://example.com/',
      headers: [['X-Forwarded-Host', 'example.com']],
    });
  });

  it('from somebody else is checked', () => {
    const made = (value: unknown) => `#r=${btoa(JSON.stringify(value)).replace(/=+$/, '')}`;
    expect(
      fromFragment(made({ url: 1, params: [{ name: 1 }, 'a'], framework: 'constructor' })),
    ).toEqual({
      ...blank,
    });
    expect(fromFragment(made({ secret: 'a', url: 'https://a\n/b' }))).toMatchObject({
      secret: '',
      url: 'https://a/b',
    });
    for (const damaged of ['', '#', '#r=', '#r=%', '#r=abc', '#ex=call']) {
      expect(fromFragment(damaged)).toBeUndefined();
    }
  });
});
