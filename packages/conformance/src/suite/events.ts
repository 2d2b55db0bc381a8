// What can go wrong when: every row is one event at one moment. The process goes on, no rejection is
// unhandled, and the client gets the right status.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Guard, WebhookOptions } from '@sig/core';
import { digest } from '@sig/http-auth';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Destination, formPost, withBody } from '../kit/requests.js';
import { exchange, readResponse, toBytes, type WireRequest } from '../kit/wire.js';
import { authToken } from './scenarios.js';

/** How a server of these tests is set up. */
export interface EventSetting {
  readonly options: WebhookOptions;
  /** A guard for `guard()`, in place of `webhook()`. */
  readonly alone?: Guard;
  /** Runs before `webhook()` or `guard()`. `answer` answers with 503, in the framework's own way. */
  readonly before?: (req: IncomingMessage, res: ServerResponse, answer: () => void) => void;
}

/** A server whose handler answers with 200, and whose errors are answered with their status. */
export interface EventHarness {
  readonly name: string;
  /** Why an event is left out, by its title. */
  readonly without?: Readonly<Record<string, string>>;
  start(setting: EventSetting): Promise<{ readonly port: number; close(): Promise<void> }>;
}

interface Row extends Partial<EventSetting> {
  readonly title: string;
  /** The status that the client gets; `undefined` if it gets none. */
  readonly status: number | undefined;
  /** What the client does. Default: a genuine request. */
  readonly client?: (port: number) => Promise<number | undefined>;
}

const to: Destination = { authToken, origin: 'http://phone.example' };
const genuine = formPost(to, '/hook', { a: '1', b: 'x'.repeat(100) });
const forged = withBody(genuine, 'a=2');
const bytes = toBytes(genuine);
const headEnd = bytes.indexOf('\r\n\r\n') + 4;

const send = async (port: number, request: WireRequest) => (await exchange(port, request)).status;

/** Sends in two packets. */
async function sendLate(port: number): Promise<number> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const response = readResponse(socket).finally(() => socket.destroy());
  socket.write(bytes.subarray(0, headEnd + 20));
  await Promise.race([pause(), response]);
  if (socket.writable) socket.write(bytes.subarray(headEnd + 20));
  return (await response).status;
}

/** Long enough for what was sent to arrive; the outcome is the same if it does not. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

const never = () => new Promise<never>(() => {});
const fail = () => {
  throw new Error('down');
};
const failLater = async () => fail();

/** Values that are no verdict of a guard. */
const noVerdicts = [undefined, null, false, true, 0, 1, '', 'yes', {}, { ok: 0 }, { ok: 1 }];
const brokenVerdicts = [...noVerdicts, { ok: 'true' }, { ok: false }, { ok: false, error: {} }, []];

/** A moment that comes while a request is on its way. */
function moment() {
  let pass = () => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { passed, pass };
}

/** Sends a part of a genuine request and goes away once the server has seen it. */
function aborting(upTo: number): Pick<Row, 'client' | 'before' | 'options'> {
  const arrived = moment();
  const closed = moment();
  return {
    options: {
      authToken: async () => {
        // The body is here, and the client goes before there is a verdict.
        arrived.pass();
        await closed.passed;
        return authToken;
      },
    },
    before: (_req, res) => {
      if (upTo < bytes.length) setImmediate(arrived.pass);
      res.once('close', closed.pass);
    },
    client: async (port) => {
      const socket = connect(port, '127.0.0.1').setNoDelay(true);
      socket.write(bytes.subarray(0, upTo));
      await arrived.passed;
      socket.destroy();
      await closed.passed;
      return undefined;
    },
  };
}

/** A middleware that gives up and answers before there is a verdict. */
function answered(client: WireRequest, httpAuth?: Guard): Omit<Row, 'title' | 'status'> {
  const sent = moment();
  return {
    before: (_req, res, answer) => {
      res.once('finish', sent.pass);
      setImmediate(answer);
    },
    options: {
      authToken: async () => {
        await sent.passed;
        return authToken;
      },
      ...(httpAuth && {
        httpAuth: async (request) => {
          await sent.passed;
          return httpAuth(request);
        },
      }),
    },
    client: (port) => send(port, client),
  };
}

const welcome: Guard = () => ({ ok: true, headers: { 'Authentication-Info': 'nextnonce="x"' } });
const challenge = digest({ realm: 'events', credentials: { user: 'password' } });

/** Fails a stream when the first part of its body arrives, however fast the rest follows. */
function failWithFirstChunk(req: IncomingMessage): void {
  const push = req.push.bind(req);
  req.push = (chunk, encoding) => {
    const goesOn = push(chunk, encoding);
    if (chunk !== null) req.destroy(new Error('reset'));
    return goesOn;
  };
}

function rows(): Row[] {
  return [
    { title: 'nothing happens', status: 200 },
    { title: 'the client goes away before the body', status: undefined, ...aborting(headEnd) },
    { title: 'the client goes away in the body', status: undefined, ...aborting(headEnd + 20) },
    {
      title: 'the client goes away after the body, before the verdict',
      status: undefined,
      ...aborting(bytes.length),
    },
    { title: 'a response is sent before a yes', status: 503, ...answered(genuine) },
    { title: 'a response is sent before a no', status: 503, ...answered(forged) },
    {
      title: 'a response is sent before a yes with headers of a guard',
      status: 503,
      ...answered(genuine, welcome),
    },
    {
      title: 'a response is sent before a challenge of Digest',
      status: 503,
      ...answered(genuine, challenge),
    },
    {
      title: 'the body arrives late',
      status: 200,
      client: sendLate,
    },
    {
      title: 'the stream has an encoding, and the body two chunks',
      status: 200,
      before: (req) => void req.setEncoding('utf8'),
      client: sendLate,
    },
    {
      title: 'the stream is destroyed before',
      status: undefined,
      before: (req) => void req.destroy(),
      client: (port) => send(port, genuine).catch(() => undefined),
    },
    {
      title: 'the stream fails in the body',
      status: undefined,
      before: failWithFirstChunk,
      client: (port) => sendLate(port).catch(() => undefined),
    },
    ...Object.entries({ throws: fail, rejects: failLater }).flatMap(([how, lookUp]): Row[] => [
      {
        title: `the token look-up ${how}`,
        status: 500,
        options: { authToken: lookUp },
      },
      {
        title: `a guard of httpAuth ${how}`,
        status: 500,
        options: { authToken, httpAuth: lookUp },
      },
      { title: `a guard ${how}`, status: 500, alone: lookUp },
      {
        title: `onReject ${how}`,
        status: 403,
        options: { authToken, onReject: lookUp },
        client: (port) => send(port, forged),
      },
    ]),
    { title: 'publicUrl throws', status: 500, options: { authToken, publicUrl: fail } },
    {
      title: 'the token look-up hangs',
      status: 503,
      options: { authToken: never, lookupTimeout: 50 },
    },
    {
      title: 'a guard of httpAuth hangs',
      status: 503,
      options: { authToken, httpAuth: never, lookupTimeout: 50 },
    },
    {
      title: 'onReject hangs',
      status: 403,
      options: { authToken, onReject: never, lookupTimeout: 50 },
      client: (port) => send(port, forged),
    },
    ...brokenVerdicts.flatMap((verdict): Row[] => {
      const guard = (() => verdict) as unknown as Guard;
      const shown = JSON.stringify(verdict);
      return [
        {
          title: `a guard of httpAuth returns ${shown}`,
          status: 500,
          options: { authToken, httpAuth: guard },
        },
        { title: `a guard returns ${shown}`, status: 500, alone: guard },
        {
          title: `both guards of a list return ${shown}`,
          status: 500,
          options: { authToken, httpAuth: [guard, guard] },
        },
      ];
    }),
  ];
}

/** Plays every row on a server of its own, in this process. */
export function events(harness: EventHarness): void {
  describe(`${harness.name}: events`, () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    beforeAll(() => {
      vi.stubEnv('NODE_ENV', 'production');
      // What onReject throws is reported to the operator.
      vi.spyOn(console, 'error').mockImplementation(() => {});
      process.on('unhandledRejection', note).on('uncaughtException', note);
    });
    afterEach(() => {
      expect(unhandled.splice(0)).toEqual([]);
    });
    afterAll(() => {
      process.off('unhandledRejection', note).off('uncaughtException', note);
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    });

    const played = rows().filter(({ title }) => harness.without?.[title] === undefined);
    it.each(played)('$title: $status', async ({ status, client, ...setting }) => {
      const server = await harness.start({ options: { authToken }, ...setting });
      try {
        expect(await (client ?? ((port) => send(port, genuine)))(server.port)).toBe(status);
        // Whatever is unhandled is reported in a turn of its own.
        await pause();
        // The server goes on, and still knows right from wrong.
        const after = await harness.start({ options: { authToken } });
        const statuses = [await send(after.port, genuine), await send(after.port, forged)];
        await after.close();
        expect(statuses).toEqual([200, 403]);
      } finally {
        await server.close();
      }
    });
  });
}
