// What happens to events and their answers. That all adapters do it alike is shown by the suite; keys have tests of their
// own.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createReceiver, fetchRequest, respondOnce } from '../src/adapter.js';
import { createVerifier, webhook } from '../src/fetch/index.js';
import {
  type IdempotencyOptions,
  OptionError,
  type SignedRequest,
  signedRequest,
  type WebhookError,
  type WebhookOptions,
} from '../src/index.js';
import { memoryStore, type Store, StoreError } from '../src/store/index.js';

const authToken = 'token';
const url = 'https://example.com/sms';
let count = 0;

/** A message that has not come before. */
function newMessage(params: Record<string, string> = {}): SignedRequest {
  count += 1;
  const MessageSid = `SM${count.toString(16).padStart(32, '0')}`;
  return signedRequest({ authToken, url, params: { MessageSid, ...params } });
}

type Given = Partial<IdempotencyOptions>;

function handling(
  handle: () => Response | Promise<Response>,
  given: Given = {},
  more: WebhookOptions = {},
) {
  const options = {
    store: memoryStore(),
    key: 'message',
    onStoreError: 'refuse',
    ...given,
  } as const;
  const handler = webhook({ authToken, ...more, idempotency: options }, handle);
  return (message: SignedRequest) => handler(new Request(message.url, message));
}

/** A store whose steps can be replaced. */
function storeWith(steps: Partial<Store>): Store {
  const store = memoryStore();
  return {
    claim: (...args) => store.claim(...args),
    complete: (...args) => store.complete(...args),
    release: (...args) => store.release(...args),
    ...steps,
  };
}

const fail = () => Promise.reject(new StoreError('store-timeout', 'No answer.'));
const isReplay = (response: Response) => response.headers.get('idempotent-replayed') === 'true';

function silenced() {
  return vi.spyOn(console, 'error').mockImplementation(() => {});
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the options', () => {
  const good = { store: memoryStore(), key: 'message', onStoreError: 'run' } as const;
  it.each<[string, object]>([
    ['store', { store: {} }],
    ['store', { store: undefined }],
    ['key', { key: 'messages' }],
    ['key', { key: undefined }],
    ['key', { key: { kind: 'a', fields: { a: /^a/ } } }],
    ['onStoreError', { onStoreError: 'ignore' }],
    ['onStoreError', { onStoreError: undefined }],
    ['method', { method: 'PUT' }],
    ['scope', { scope: 'a\nb' }],
    ['scope', { scope: '' }],
    ['wait', { wait: -1 }],
    ['lease', { lease: 0 }],
    ['keep', { keep: 1.5 }],
    ['keep', { keep: 2 ** 31 }],
    ['ttl', { ttl: 1 }],
  ])('%s: %j is refused', (option, wrong) => {
    const idempotency = { ...good, ...wrong } as IdempotencyOptions;
    const make = () => webhook({ authToken, idempotency }, () => new Response());
    expect(make).toThrow(expect.objectContaining({ name: 'OptionError', option }));
  });

  it.each(['store', 'key', 'onStoreError'] as const)('%s must be given', (name) => {
    const { [name]: _, ...idempotency } = good;
    const options = { authToken, idempotency } as WebhookOptions;
    expect(() => webhook(options, () => new Response())).toThrow(
      expect.objectContaining({ option: name }),
    );
  });

  it('are refused if no handler runs whose answer could be kept', () => {
    const options = { authToken, idempotency: good };
    for (const make of [createReceiver, createVerifier]) {
      expect(() => make(options)).toThrow(OptionError);
    }
  });
});

describe('the answer that is kept', () => {
  it('has status, headers and bytes, but for what belongs to one connection', async () => {
    const bytes = Uint8Array.from({ length: 65_536 }, (_, i) => i % 256);
    const headers: [string, string][] = [
      ['Content-Type', 'application/octet-stream'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Date', 'Thu, 26 Nov 2026 00:00:00 GMT'],
      ['Connection', 'close'],
      ['WWW-Authenticate', 'Basic'],
      ['X-More', 'more'],
    ];
    const send = handling(() => new Response(bytes, { status: 201, headers }));
    const message = newMessage();
    expect(isReplay(await send(message))).toBe(false);
    const replay = await send(message);
    expect(replay.status).toBe(201);
    expect(new Uint8Array(await replay.arrayBuffer())).toEqual(bytes);
    expect([...replay.headers].sort()).toEqual([
      ['content-type', 'application/octet-stream'],
      ['idempotent-replayed', 'true'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-more', 'more'],
    ]);
  });

  it.each<[string, string | null, number]>([
    ['text', '<Response>zoë \ufeff</Response>', 200],
    ['a byte order mark', '\ufeffa', 200],
    ['text that JSON writes longer', '\u0001'.repeat(65_536), 200],
    ['nothing', null, 204],
    ['an empty text', '', 200],
    ['no change', null, 304],
  ])('%s is the same', async (_title, body, status) => {
    const send = handling(() => new Response(body, { status }));
    const message = newMessage();
    const first = await send(message);
    const replay = await send(message);
    expect([replay.status, isReplay(replay)]).toEqual([status, true]);
    expect(await replay.arrayBuffer()).toEqual(await first.arrayBuffer());
  });

  it('of a body above 64 KiB has no body, and nothing that describes one', async () => {
    const headers = { 'Content-Type': 'text/xml', ETag: '"1"', 'X-More': 'more' };
    const send = handling(() => new Response('x'.repeat(65_537), { headers }));
    const message = newMessage();
    expect(await (await send(message)).text()).toHaveLength(65_537);
    const replay = await send(message);
    expect([replay.status, await replay.text()]).toEqual([200, '']);
    expect([...replay.headers]).toEqual([
      ['idempotent-replayed', 'true'],
      ['x-more', 'more'],
    ]);
  });

  it('has no headers if they are too many for the store', async () => {
    const headers = { 'X-More': 'x'.repeat(140_000) };
    const send = handling(() => new Response('a', { headers }));
    const message = newMessage();
    await send(message);
    const replay = await send(message);
    expect([replay.status, replay.headers.get('x-more'), isReplay(replay)]).toEqual([
      200,
      null,
      true,
    ]);
  });

  it('is that of a stream whose reader has gone: what the handler still writes is kept', async () => {
    const written: (() => void)[] = [];
    const pieces = ['<Response>', '<Say>Hi</Say>', '</Response>'];
    let breaks = false;
    const send = handling(() => {
      let at = 0;
      const body = new ReadableStream({
        async pull(controller) {
          if (at > 0) await new Promise<void>((resolve) => written.push(resolve));
          if (breaks) return controller.error(new Error('broken'));
          const piece = pieces[at++];
          if (piece === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(piece));
        },
      });
      return new Response(body, { headers: { 'Content-Type': 'text/xml' } });
    });
    for (const isBroken of [false, true]) {
      const message = newMessage();
      breaks = false;
      const reader = (await send(message)).body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('<Response>');
      // One that waits for the next piece as well.
      const waiting = reader?.read();
      const gone = reader?.cancel();
      breaks = isBroken;
      const timer = setInterval(() => written.shift()?.(), 1);
      await Promise.all([gone, waiting]);
      breaks = false;
      const again = await send(message);
      expect([isReplay(again), await again.text(), again.headers.get('content-type')]).toEqual([
        !isBroken,
        pieces.join(''),
        'text/xml',
      ]);
      clearInterval(timer);
    }
  });

  it('is that of a stream that comes piece by piece; what breaks gives the event back', async () => {
    let run = 0;
    const encoder = new TextEncoder();
    const send = handling(() => {
      run += 1;
      const pieces = ['a', 'b', 'c'];
      const broken = run === 1;
      const pull = async (controller: ReadableStreamDefaultController) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        const piece = pieces.shift();
        if (piece === undefined) return controller.close();
        if (piece === 'b' && broken) return controller.error(new Error('broken'));
        controller.enqueue(encoder.encode(piece));
      };
      return new Response(new ReadableStream({ pull }));
    });
    const message = newMessage();
    await expect((await send(message)).text()).rejects.toThrow();
    const second = await send(message);
    expect([await second.text(), isReplay(second)]).toEqual(['abc', false]);
    const third = await send(message);
    expect([await third.text(), isReplay(third), run]).toEqual(['abc', true, 2]);
  });

  it('is given back if the handler throws', async () => {
    let run = 0;
    const send = handling(() => {
      run += 1;
      if (run === 1) throw new Error('down');
      return new Response(String(run));
    });
    const message = newMessage();
    await expect(send(message)).rejects.toThrow('down');
    expect(await (await send(message)).text()).toBe('2');
  });
});

describe('a repeat that comes while the handler runs', () => {
  /** A handler that answers when it is told to. */
  function held(given: Given = {}, more: WebhookOptions = {}) {
    let answer: (response: Response) => void = () => {};
    let runs = 0;
    const send = handling(
      () => {
        runs += 1;
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      given,
      more,
    );
    return {
      send,
      runs: () => runs,
      answer: (text: string, status = 200) => answer(new Response(text, { status })),
    };
  }

  it('runs it after all if the first fails', async () => {
    const { send, answer, runs } = held({ wait: 60_000 });
    const message = newMessage();
    const both = [send(message), send(message)];
    await vi.waitFor(() => expect(runs()).toBe(1));
    answer('', 500);
    await vi.waitFor(() => expect(runs()).toBe(2));
    answer('done');
    const texts = await Promise.all(
      both.map(async (one) => `${(await one).status} ${await (await one).text()}`),
    );
    expect(texts.sort()).toEqual(['200 done', '500 ']);
  });

  it('is refused when it has waited, and onReject hears of it', async () => {
    silenced();
    const onReject = vi.fn();
    const { send, answer, runs } = held({ wait: 0 }, { onReject });
    const message = newMessage();
    const first = send(message);
    await vi.waitFor(() => expect(runs()).toBe(1));
    const repeat = await send(message);
    expect([repeat.status, repeat.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await repeat.json()).toMatchObject({ code: 'event-in-progress' });
    expect(onReject.mock.calls.map(([error]) => error.code)).toEqual(['event-in-progress']);
    answer('done');
    expect((await first).status).toBe(200);
  });

  it('is refused, and not run besides, if the store fails meanwhile', async () => {
    silenced();
    const store = memoryStore();
    let claims = 0;
    const claim: Store['claim'] = (...args) => {
      claims += 1;
      return claims > 2 ? fail() : store.claim(...args);
    };
    const { send, answer, runs } = held({
      store: { ...storeWith({}), claim },
      onStoreError: 'run',
    });
    const message = newMessage();
    const first = send(message);
    await vi.waitFor(() => expect(runs()).toBe(1));
    expect((await send(message)).status).toBe(503);
    expect(runs()).toBe(1);
    answer('done');
    await first;
  });

  it('is refused at once if 1,000 wait', async () => {
    silenced();
    let isDone = false;
    const claims: string[] = [];
    const claim: Store['claim'] = async (key) => {
      claims.push(key);
      return isDone ? { state: 'done', value: '{"s":200,"h":[]}' } : { state: 'held' };
    };
    const { send } = held({ store: storeWith({ claim }), wait: 60_000 });
    const message = newMessage();
    const waiting = Array.from({ length: 1000 }, () => send(message));
    await vi.waitFor(() => expect(claims.length).toBeGreaterThanOrEqual(1000));
    const known = claims[0];
    expect((await send(newMessage())).status).toBe(503);
    // It has asked once.
    expect(claims.filter((key) => key !== known)).toHaveLength(1);
    isDone = true;
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('runs when the claim has run out', async () => {
    silenced();
    const { send, answer, runs } = held({ lease: 20, wait: 60_000 });
    const message = newMessage();
    const first = send(message);
    await vi.waitFor(() => expect(runs()).toBe(1));
    const answerFirst = answer;
    const second = send(message);
    await vi.waitFor(() => expect(runs()).toBe(2));
    answerFirst('done');
    expect(await (await second).text()).toBe('done');
    void first;
  });
});

describe('if the store fails', () => {
  it('refuse: 503 with Retry-After, and onReject gets the cause', async () => {
    silenced();
    const onReject = vi.fn();
    const handle = vi.fn(() => new Response());
    const store = storeWith({ claim: fail });
    const send = handling(handle, { store }, { onReject });
    const response = await send(newMessage());
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    const [error] = onReject.mock.calls[0] as [WebhookError];
    expect([error.code, (error.cause as StoreError).code]).toEqual([
      'store-unavailable',
      'store-timeout',
    ]);
    expect(handle).not.toHaveBeenCalled();
  });

  it('run: runs, and says so once until the store answers again', async () => {
    const log = silenced();
    let isDown = true;
    const store = memoryStore();
    const claim: Store['claim'] = (...args) => (isDown ? fail() : store.claim(...args));
    const send = handling(() => new Response('ran'), {
      store: storeWith({ claim }),
      onStoreError: 'run',
    });
    for (isDown of [true, true, false, true]) {
      expect(await (await send(newMessage())).text()).toBe('ran');
    }
    expect(log.mock.calls.map(([text]) => String(text).slice(0, 24))).toEqual([
      '[sig] store-unavailable:',
      '[sig] store-unavailable:',
    ]);
  });

  it('a store that never answers is waited for two seconds', async () => {
    silenced();
    vi.useFakeTimers();
    const store = storeWith({ claim: () => new Promise(() => {}) });
    const response = handling(() => new Response(), { store })(newMessage());
    await vi.advanceTimersByTimeAsync(2000);
    expect((await response).status).toBe(503);
  });

  it.each<[string, Partial<Store>, number]>([
    ['not-recorded', { complete: fail }, 200],
    ['not-released', { release: fail }, 500],
    ['lost-claim', { complete: async () => false }, 200],
  ])(
    'afterwards (%s): the answer is sent, and the operator hears of it',
    async (name, steps, status) => {
      const log = silenced();
      const send = handling(() => new Response('sent', { status }), { store: storeWith(steps) });
      const response = await send(newMessage());
      expect([response.status, await response.text()]).toEqual([status, 'sent']);
      expect(log.mock.calls).toEqual([[expect.stringContaining(name)]]);
    },
  );

  it('an answer that nobody can read is as a store that fails', async () => {
    silenced();
    const store = storeWith({ claim: async () => ({ state: 'done', value: 'nonsense' }) });
    expect((await handling(() => new Response(), { store })(newMessage())).status).toBe(503);
  });
});

describe('the event', () => {
  it('reaches handlers and onAccept, with the same key each time', async () => {
    const keys: unknown[] = [];
    const onAccept = vi.fn();
    const idempotency = { store: memoryStore(), key: 'message', onStoreError: 'refuse' } as const;
    const handler = webhook({ authToken, idempotency, onAccept }, (_request, { event }) => {
      keys.push(event?.key);
      return new Response(null, { status: 500 });
    });
    const message = newMessage();
    for (let i = 0; i < 2; i++) await handler(new Request(url, message));
    expect(keys[0]).toMatch(/^[\w-]{22}$/);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(onAccept.mock.calls.map(([{ event }]) => event.key)).toEqual(keys);
  });

  it('is that of method and URL, or of the scope', async () => {
    const store = memoryStore();
    const params = { MessageSid: `SM${'f'.repeat(32)}` };
    const at = (path: string) =>
      signedRequest({ authToken, url: `https://example.com${path}`, params });
    const send = handling(() => new Response('ran'), { store });
    expect(isReplay(await send(at('/a?x=1')))).toBe(false);
    expect(isReplay(await send(at('/a?x=2')))).toBe(true);
    expect(isReplay(await send(at('/b')))).toBe(false);
    const scoped = handling(() => new Response('ran'), { store, scope: 'all' });
    expect(isReplay(await scoped(at('/a')))).toBe(false);
    expect(isReplay(await scoped(at('/b')))).toBe(true);
  });

  it('is of one method, whatever names it: no signature covers the method', async () => {
    silenced();
    const target = 'https://example.com/sms?MessageSid=SM1';
    const { headers } = signedRequest({ authToken, url: target, method: 'GET' });
    let runs = 0;
    const handler = webhook(
      {
        authToken,
        idempotency: {
          store: memoryStore(),
          method: 'GET',
          onStoreError: 'refuse',
          key: ({ url: signed }) => new URL(signed).searchParams.get('MessageSid') ?? undefined,
        },
      },
      () => new Response(`run ${++runs}`),
    );
    const statuses: number[] = [];
    for (const method of ['GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      statuses.push((await handler(new Request(target, { method, headers }))).status);
    }
    expect(statuses).toEqual([200, 200, 403, 403, 403, 403, 403, 403]);
    expect(runs).toBe(1);
  });

  it('is of one shared key: no holder gets the answer that was made for another', async () => {
    const sharedKeys = { a: 'a'.repeat(40), b: 'b'.repeat(40) };
    const store = memoryStore();
    const key = { kind: 'order', fields: { OrderId: /[0-9]+/ } };
    const handler = webhook(
      { sharedKeys, idempotency: { store, key, onStoreError: 'refuse' } },
      (_request, { key: by }) => new Response(JSON.stringify(by)),
    );
    const texts: string[] = [];
    for (const id of ['b', 'a', 'b'] as const) {
      const sharedKey = { id, secret: sharedKeys[id] };
      const order = signedRequest({ sharedKey, url, params: { OrderId: '7' } });
      const response = await handler(new Request(order.url, order));
      texts.push(`${isReplay(response)} ${await response.text()}`);
    }
    const of = (id: string) => JSON.stringify({ kind: 'shared-key', id });
    expect(texts).toEqual([`false ${of('b')}`, `false ${of('a')}`, `true ${of('b')}`]);
  });

  it('may have a key of its own: a kind, fields, a text, or none; and nothing else', async () => {
    silenced();
    let key: unknown;
    const send = handling(() => new Response('ran'), {
      key: (() => key) as unknown as IdempotencyOptions['key'],
    });
    const message = newMessage({ OrderId: '7' });
    const other = newMessage({ OrderId: '7' });
    const order = { kind: 'order', fields: { OrderId: /[0-9]+/ } };
    for (const [named, second] of [
      ['message', false],
      [order, true],
      ['text', true],
    ] as const) {
      key = named;
      expect(isReplay(await send(message))).toBe(false);
      expect(isReplay(await send(message))).toBe(true);
      expect(isReplay(await send(other))).toBe(second);
    }
    for (key of [undefined, null, '']) expect(isReplay(await send(message))).toBe(false);
    for (key of [7, {}, { kind: 'order' }]) expect((await send(message)).status).toBe(500);
  });

  it('is claimed after the signature, and never for an upgrade', async () => {
    silenced();
    const claim = vi.fn(fail);
    const send = handling(() => new Response('ran'), { store: storeWith({ claim }) });
    const forged = { ...newMessage(), body: 'Digits=2' };
    expect((await send(forged)).status).toBe(403);
    expect(claim).not.toHaveBeenCalled();
    const idempotency = {
      store: storeWith({ claim }),
      key: 'message',
      onStoreError: 'refuse',
    } as const;
    const receiver = createReceiver({ authToken, idempotency }, { idempotency: true });
    const { headers } = signedRequest({ authToken, url: 'wss://example.com/media' });
    const upgrade = new Request('https://example.com/media', {
      headers: { ...headers, Upgrade: 'websocket' },
    });
    const received = await receiver.receive(fetchRequest(upgrade, 1000));
    expect(received.ok && receiver.turnOf(received)).toBeUndefined();
    expect(received.ok).toBe(true);
  });
});

it('a response without a turn is that of the handler', async () => {
  const response = new Response('a');
  expect(await respondOnce(undefined, () => response)).toBe(response);
});
