// Tickets in the URLs of media streams: their format (vectors computed in Python), and that each is good once.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReceiver } from '../src/adapter.js';
import { isWebhookError, sign, type WebhookRequest } from '../src/index.js';
import { memoryStore, type Store, StoreError } from '../src/store/index.js';
import { createStreamTickets, type StreamTicketOptions } from '../src/tickets/index.js';

const secret = '0123456789abcdef0123456789abcdef';
const other = 'fedcba9876543210fedcba9876543210';
const start = 1_790_000_000_000;
const callSid = `CA${'0123456789abcdef'.repeat(2)}`;
const base = 'wss://example.com/media';
const v1 = `${base}/eyJlIjoxNzkwMDAwMzAwLCJpIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsImMiOiJDQTAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIn0.vH4OtbmvKUGihA29q8vM8g`;
const v2 = `${base}/eyJlIjoxNzkwMDAwMzAwLCJpIjoiQUFFQ0F3UUZCZ2NJQ1FvTERBME9EdyIsImMiOiJDQTAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIiwiZCI6eyJ1c2VyIjo3fX0.OZQJ3aENXbcCKHsrC72D_g`;

let time = start;
afterEach(() => {
  time = start;
  vi.restoreAllMocks();
});
const make = (options: Partial<StreamTicketOptions> = {}) =>
  createStreamTickets({ secrets: secret, store: memoryStore(), now: () => time, ...options });

const outcome = (verified: Promise<unknown>) =>
  verified.catch((error: unknown) => (isWebhookError(error) ? error.code : error));

describe('the format', () => {
  it.each([
    [v1, {}, {}],
    [v2, { region: 'eu' }, { data: { user: 7 } }],
  ])('%s', async (url, options, sealed) => {
    vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array) => {
      (array as Uint8Array).forEach((_, i) => {
        (array as Uint8Array)[i] = i;
      });
      return array;
    });
    const tickets = make(options);
    expect(tickets.url(base, { callSid, ...sealed })).toBe(url);
    expect(tickets.url(`${base}/`, { callSid, ...sealed })).toBe(url);
    expect(await tickets.verify(url)).toEqual({ callSid, data: undefined, ...sealed });
  });

  it.each<[string, string, Partial<StreamTicketOptions>, number?]>([
    ['a slash at the end', `${v1}/`, {}],
    ['29 seconds after its time', v1, {}, 329_999],
    ['a clock that is behind', v1, {}, -10_000],
    ['with the second of two secrets', v1, { secrets: [other, secret] }],
    ['as http, which the server may see', v1.replace('wss', 'https'), {}],
  ])('accepts %s', async (_title, url, options, later = 0) => {
    time += later;
    expect(await outcome(make(options).verify(url))).toEqual({ callSid, data: undefined });
  });

  it.each<[string, string, string, Partial<StreamTicketOptions>?, number?]>([
    ['30 seconds after its time', 'ticket-expired', v1, {}, 330_000],
    ['another route', 'ticket-invalid', v1.replace('/media/', '/admin/')],
    ['a longer route', 'ticket-invalid', v1.replace('/media/', '/x/media/')],
    ['a slash more', 'ticket-invalid', v1.replace('/media/', '/media//')],
    ['a region for none', 'ticket-invalid', v1, { region: 'eu' }],
    ['no region for one', 'ticket-invalid', v2],
    ['another region', 'ticket-invalid', v2, { region: 'us' }],
    ['other text of the same seal', 'ticket-invalid', v1.replace(/g$/, 'h')],
    ['half a seal', 'ticket-invalid', v1.slice(0, -11)],
    ['no seal', 'ticket-invalid', v1.replace(/\..{22}$/, '.')],
    ['another payload', 'ticket-invalid', v1.replace('eyJl', 'eyJm')],
    ['another secret', 'ticket-invalid', v1, { secrets: other }],
    ['a query', 'ticket-missing', `${v1}?a=1`],
    ['an empty query', 'ticket-missing', `${v1}?`],
    ['no ticket', 'ticket-missing', base],
    ['a host alone', 'ticket-missing', 'wss://example.com'],
    ['a segment that is too long', 'ticket-missing', `${base}/${'x'.repeat(1100)}.y`],
    ['no URL', 'ticket-missing', ''],
  ])('refuses %s', async (_title, code, url, options = {}, later = 0) => {
    time += later;
    const store = { claim: vi.fn() };
    expect(await outcome(make({ store, ...options }).verify(url))).toBe(code);
    expect(store.claim).not.toHaveBeenCalled();
  });

  it('has no key in common with signatures of URLs', () => {
    const { signature } = sign({ authToken: secret, url: v1.replace(/\.[^.]*$/, '') });
    expect(v1).not.toContain(signature.slice(0, 20));
  });
});

describe('each is good once', () => {
  it('at all instances that share the store, at once or later', async () => {
    const store = memoryStore();
    const [one, two] = [make({ store }), make({ store })];
    const url = one.url(base, { callSid });
    const outcomes = await Promise.all(
      [one, two, one, two].map((each) => outcome(each.verify(url))),
    );
    expect(outcomes.filter((each) => each === 'ticket-used')).toHaveLength(3);
    expect(await outcome(two.verify(`${url}/`))).toBe('ticket-used');
  });

  it('is remembered for as long as a clock that is behind would take it', async () => {
    const ttls: number[] = [];
    const store = memoryStore();
    const claim: Store['claim'] = (key, owner, ttl) => {
      ttls.push(ttl);
      return store.claim(key, owner, ttl);
    };
    const tickets = make({ store: { claim } });
    await tickets.verify(v1);
    time = start + 329_000;
    await outcome(tickets.verify(v1));
    expect(ttls).toEqual([360_000, 31_000]);
  });

  it('a store that cannot be asked is 503', async () => {
    const claim = async () => {
      throw new StoreError('store-full', 'Full.');
    };
    const tickets = make({ store: { claim } });
    expect(await outcome(tickets.verify(v1))).toBe('store-unavailable');
  });
});

it.each<[string, string, { callSid: unknown; data?: unknown }]>([
  ['a base with a query', `${base}?a=1`, { callSid }],
  ['a base without a host', '/media', { callSid }],
  ['another scheme', 'ftp://example.com/media', { callSid }],
  ['no call', base, { callSid: undefined }],
  ['an empty call', base, { callSid: '' }],
  ['too much data', base, { callSid, data: 'x'.repeat(1000) }],
])('url() refuses %s', (_title, url, sealed) => {
  expect(() => make().url(url, sealed as never)).toThrow(/must be|may have/);
});

it.each([
  [{ secrets: 'short' }],
  [{ secrets: [] }],
  [{ secrets: undefined }],
  [{ secrets: [secret, undefined] }],
  [{ store: {} }],
  [{ lifetime: 10 }],
  [{ region: 'a b' }],
  [{ now: 1 }],
  [{ ttl: 1 }],
])('refuses the options %j', (options) => {
  expect(() => make(options as never)).toThrow();
});

describe('with the option tickets', () => {
  const authToken = 'token';
  const requestTo = (url: string, signature: string, upgrade = true): WebhookRequest => ({
    method: 'GET',
    target: url.replace(/^wss:\/\/example\.com/, ''),
    protocol: 'https',
    host: 'example.com',
    upgrade,
    header: (name) => (name === 'x-twilio-signature' ? signature : undefined),
    body: () => ({ bytes: new Uint8Array(0) }),
  });
  const answer = async (options: object, url: string, signature: string, upgrade = true) => {
    const { receive } = createReceiver({ authToken, ...options }, { warn() {} });
    const received = await receive(requestTo(url, signature, upgrade));
    return received.ok ? received.ticket : received.error.code;
  };

  it('an upgrade needs both, and hands on what was sealed', async () => {
    const tickets = make();
    const url = tickets.url(base, { callSid, data: 'x' });
    const { signature } = sign({ authToken, url });
    const wrong = sign({ authToken: 'another', url }).signature;
    expect(await answer({ tickets }, url, wrong)).toBe('signature-mismatch');
    expect(await answer({ tickets }, url, signature)).toEqual({ callSid, data: 'x' });
    expect(await answer({ tickets }, url, signature)).toBe('ticket-used');
    const bare = sign({ authToken, url: base }).signature;
    expect(await answer({ tickets }, base, bare)).toBe('ticket-missing');
  });

  it('of the URL that was signed, with a slash at its end too', async () => {
    const tickets = make();
    const url = tickets.url(base, { callSid });
    const { signature } = sign({ authToken, url: `${url}/` });
    expect(await answer({ tickets }, url, signature)).toEqual({ callSid, data: undefined });
  });

  it('other requests need none', async () => {
    const { signature } = sign({ authToken, url: 'https://example.com/media' });
    expect(await answer({ tickets: make() }, base, signature, false)).toBeUndefined();
  });

  it.each([
    ['nothing', () => undefined],
    ['true', () => true],
    ['an object without a call', () => ({})],
  ])('a verifier that returns %s lets nobody in', async (_title, verify) => {
    const { signature } = sign({ authToken, url: base });
    expect(await answer({ tickets: { verify } }, base, signature)).toBe('guard-failed');
  });

  it('a verifier that throws is an error of the server', async () => {
    const { signature } = sign({ authToken, url: base });
    const verify = () => Promise.reject(new Error('down'));
    expect(await answer({ tickets: { verify } }, base, signature)).toBe('lookup-failed');
  });

  it.each([[{}], [true], ['x']])('refuses %j', (tickets) => {
    expect(() => createReceiver({ authToken, tickets: tickets as never })).toThrow(/"tickets"/);
  });
});
