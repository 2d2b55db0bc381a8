// What of a response of node:http is kept as the answer to an event, and how a kept one is sent.
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../src/adapter.js';
import { OptionError } from '../src/index.js';
import { createVerifier, keepResponse, sendAnswer } from '../src/node/index.js';
import { memoryStore } from '../src/store/index.js';

it('a verifier runs no handler, and refuses the option', () => {
  const idempotency = { store: memoryStore(), key: 'message', onStoreError: 'run' } as const;
  expect(() => createVerifier({ authToken: 'token', idempotency })).toThrow(OptionError);
});

describe('what is written to a response of node:http', () => {
  /** A turn that writes down the answer. */
  function noting() {
    const answers: Parameters<Turn['finish']>[0][] = [];
    let keep = () => {};
    const kept = new Promise<void>((resolve) => {
      keep = resolve;
    });
    const turn: Turn = {
      replay: undefined,
      finish: async (answer) => {
        answers.push(answer);
        await kept;
      },
      release: async () => {},
    };
    return { turn, keep, answers };
  }

  async function serving(listener: RequestListener, use: (at: string) => Promise<void>) {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it.each<[string, (res: ServerResponse) => void, Record<string, string>]>([
    ['end', (res) => res.setHeader('X-A', '1').end('abc'), { 'x-a': '1' }],
    ['writeHead', (res) => res.writeHead(200, { 'X-A': '1' }).end('abc'), { 'x-a': '1' }],
    ['writeHead with a list', (res) => res.writeHead(200, ['X-A', '1']).end('abc'), { 'x-a': '1' }],
    [
      'writeHead after setHeader',
      (res) => res.setHeader('X-A', '1').writeHead(200, 'Fine', { 'X-B': '2' }).end('abc'),
      { 'x-a': '1', 'x-b': '2' },
    ],
    [
      'pieces',
      (res) => {
        res.write('a');
        res.write('62', 'hex');
        res.end(new TextEncoder().encode('c'), () => {});
      },
      {},
    ],
    [
      'changes after the end',
      (res) => {
        res.setHeader('X-A', '1');
        res.end('abc');
        res.statusCode = 500;
        res.setHeader('X-A', '2');
        res.setHeader('X-B', '2');
        res.write('more');
        res.end('again');
      },
      { 'x-a': '1' },
    ],
  ])('%s', async (_title, write, headers) => {
    const { turn, keep, answers } = noting();
    await serving(
      (_req, res) => {
        keepResponse(res, turn);
        write(res);
        expect(res.writableEnded).toBe(true);
        // Nothing has gone out yet: not the end.
        expect(res.writableFinished).toBe(false);
        keep();
      },
      async (at) => {
        const response = await fetch(at);
        expect([response.status, await response.text()]).toEqual([200, 'abc']);
        for (const name of ['x-a', 'x-b']) {
          expect(response.headers.get(name)).toBe(headers[name] ?? null);
        }
      },
    );
    expect(answers.map(({ status, body }) => [status, new TextDecoder().decode(body)])).toEqual([
      [200, 'abc'],
    ]);
    expect(Object.fromEntries(answers[0]?.headers ?? [])).toEqual(headers);
  });

  it('a mistake is thrown at once, as without', async () => {
    const { turn, keep } = noting();
    keep();
    await serving(
      (_req, res) => {
        keepResponse(res, turn);
        expect(() => res.end(7 as never)).toThrow(TypeError);
        res.end('right');
      },
      async (at) => expect(await (await fetch(at)).text()).toBe('right'),
    );
  });

  it('a kept answer is sent as it is, with what a guard adds', async () => {
    const headers = [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-A', '1'],
    ] as const;
    const answer = { status: 201, headers, body: new TextEncoder().encode('abc') };
    await serving(
      (_req, res) => sendAnswer(res, answer, { 'X-Welcome': 'you' }),
      async (at) => {
        const response = await fetch(at);
        expect([response.status, await response.text()]).toEqual([201, 'abc']);
        expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
        expect(response.headers.get('x-welcome')).toBe('you');
      },
    );
  });
});
