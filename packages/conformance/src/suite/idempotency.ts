import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from 'vitest';
import { formPost, withBody } from '../kit/requests.js';
import { toBytes, type WireRequest, type WireResponse } from '../kit/wire.js';
import type { Check } from './check.js';
import { authToken } from './scenarios.js';
import { codeOf, type Servers } from './servers.js';

const to = { authToken, origin: 'http://phone.example' };
const setting = { scenario: 'idempotency' } as const;
const impatient = { scenario: 'idempotencyImpatient' } as const;

const newSid = () => `SM${randomBytes(16).toString('hex')}`;

/** A status callback of a message of its own that asks the handler for something. */
function callback(Act: string, params: Record<string, string> = {}): WireRequest {
  return formPost(to, '/hook', { MessageSid: newSid(), MessageStatus: 'sent', Act, ...params });
}

const isReplay = ({ headers }: WireResponse) => headers['idempotent-replayed'] === 'true';
const runOf = ({ headers }: WireResponse) => headers['x-run'];

/** What of an answer repeats get as well. */
function kept({ status, headers, body }: WireResponse) {
  const { 'content-type': type, 'x-run': run, 'x-event': event } = headers;
  return { status, type, run, event, body };
}

export function idempotency({ at, send }: Servers, check: Check): void {
  check('a repeat gets the answer of the first run, and the handler does not run', async () => {
    const request = callback('answer');
    const first = await send(request, setting);
    expect([first.status, runOf(first), isReplay(first)]).toEqual([200, '1', false]);
    expect(first.body).toBe('<Response><!-- run 1 of answer, zoë --></Response>');
    expect(first.headers['x-event']).toMatch(/^[\w-]{22}$/);
    for (let i = 0; i < 2; i++) {
      const repeat = await send(request, setting);
      expect([kept(repeat), isReplay(repeat)]).toEqual([kept(first), true]);
    }
  });

  check('repeats at the same time: one run, and equal answers', async () => {
    const Gate = newSid();
    const request = callback('hold', { Gate });
    const sent = Array.from({ length: 5 }, () => send(request, setting));
    await send(callback('reached', { Gate }), setting);
    await send(callback('open', { Gate }), setting);
    const answers = await Promise.all(sent);
    expect(answers.map(kept)).toEqual(answers.map(() => kept(answers[0] as WireResponse)));
    expect(answers.map(runOf)).toEqual(answers.map(() => '1'));
    expect(answers.filter(isReplay).length).toBe(4);
  });

  check('a repeat that waits too long: 503 event-in-progress, with Retry-After', async () => {
    const Gate = newSid();
    const request = callback('hold', { Gate });
    const first = send(request, impatient);
    await send(callback('reached', { Gate }), impatient);
    const repeat = await send(request, impatient);
    expect([repeat.status, codeOf(repeat)]).toEqual([503, 'event-in-progress']);
    expect(repeat.headers['retry-after']).toBe('1');
    await send(callback('open', { Gate }), impatient);
    expect([(await first).status, runOf(await first)]).toEqual([200, '1']);
  });

  check('a sender that hangs up: the answer is kept all the same', async () => {
    const { port } = await at(setting);
    const Gate = newSid();
    const request = callback('hold', { Gate });
    const socket = connect(port, '127.0.0.1');
    socket.write(toBytes(request));
    await send(callback('reached', { Gate }), setting);
    socket.destroy();
    await send(callback('open', { Gate }), setting);
    const repeat = await send(request, setting);
    expect([repeat.status, runOf(repeat), isReplay(repeat)]).toEqual([200, '1', true]);
  });

  check('a handler that throws: the repeat runs, with the same key', async () => {
    const request = callback('throw');
    // 502 from what stands in front of a function.
    expect((await send(request, setting)).status).toBeGreaterThanOrEqual(500);
    const second = await send(request, setting);
    expect([second.status, runOf(second), isReplay(second)]).toEqual([200, '2', false]);
    const third = await send(request, setting);
    expect([kept(third), isReplay(third)]).toEqual([kept(second), true]);
  });

  for (const Status of ['500', '503', '408', '425', '429']) {
    check(`a handler that answers ${Status}: the repeat runs`, async () => {
      const request = callback('fail', { Status });
      const first = await send(request, setting);
      expect(String(first.status)).toBe(Status);
      const second = await send(request, setting);
      expect([second.status, runOf(second), isReplay(second)]).toEqual([200, '2', false]);
      expect(second.headers['x-event']).toBe(first.headers['x-event']);
    });
  }

  check('a handler that answers 404: the repeat gets it too', async () => {
    const request = callback('refuse');
    const [first, second] = [await send(request, setting), await send(request, setting)];
    expect([second.status, kept(second), isReplay(second)]).toEqual([404, kept(first), true]);
  });

  for (const act of ['large', 'stream-large']) {
    check(`an answer that is too large (${act}): the same status and no body`, async () => {
      const request = callback(act);
      const first = await send(request, setting);
      expect(first.body.length).toBeGreaterThanOrEqual(70_000);
      const second = await send(request, setting);
      expect([second.status, second.body, runOf(second)]).toEqual([200, '', '1']);
      expect(isReplay(second)).toBe(true);
    });
  }

  check('an answer in several pieces: the same body', async () => {
    const request = callback('stream');
    const first = await send(request, setting);
    expect(first.body).toBe('<Response><!-- run 1 --></Response>');
    const second = await send(request, setting);
    expect([kept(second), isReplay(second)]).toEqual([kept(first), true]);
  });

  check('another status of the same message is another event', async () => {
    const MessageSid = newSid();
    const answers: WireResponse[] = [];
    for (const MessageStatus of ['sent', 'delivered']) {
      answers.push(await send(callback('answer', { MessageSid, MessageStatus }), setting));
    }
    expect(answers.map(isReplay)).toEqual([false, false]);
    expect(new Set(answers.map(({ headers }) => headers['x-event'])).size).toBe(2);
  });

  check('the same event at another path is another event', async () => {
    const params = { MessageSid: newSid(), MessageStatus: 'sent', Act: 'answer' };
    const answers: WireResponse[] = [];
    for (const path of ['/hook', '/other']) {
      answers.push(await send(formPost(to, path, params), setting));
    }
    expect(answers.map(isReplay)).toEqual([false, false]);
  });

  check('a captured request, split in another way, is no other event', async () => {
    const [MessageSid, future] = [newSid(), newSid()];
    const Body = `MessageSid${future}`;
    const request = callback('answer', { Body, MessageSid });
    const first = await send(request, setting);
    expect([first.status, isReplay(first)]).toEqual([200, false]);
    const split = (params: Record<string, string>) =>
      send(withBody(request, String(new URLSearchParams(params))), setting);
    const moved = {
      Act: 'answer',
      Body: '',
      MessageSid: future,
      MessageSidS: MessageSid.slice(1),
      MessageStatus: 'sent',
    };
    // The same signed string, and another id in it: the event of the string, which has been handled.
    const asFuture = await split(moved);
    expect([kept(asFuture), isReplay(asFuture)]).toEqual([kept(first), true]);
    // The event whose id was written into the message comes later, and runs.
    const genuine = await send(callback('answer', { MessageSid: future }), setting);
    expect([genuine.status, runOf(genuine), isReplay(genuine)]).toEqual([200, '1', false]);
  });

  check('a captured request whose id is hidden by another split: 403', async () => {
    const MessageSid = newSid();
    const request = callback('answer', { MessageSid });
    const moved = { Act: 'answer', MessageSi: `d${MessageSid}`, MessageStatus: 'sent' };
    const response = await send(withBody(request, String(new URLSearchParams(moved))), setting);
    expect([response.status, codeOf(response)]).toEqual([403, 'event-key-ambiguous']);
    expect(runOf(await send(request, setting))).toBe('1');
  });

  check('a store that is down, refuse: 503; and what is forged never gets there: 403', async () => {
    const request = callback('answer');
    const refused = await send(request, { scenario: 'storeDownRefuse' });
    expect([refused.status, codeOf(refused)]).toEqual([503, 'store-unavailable']);
    expect(refused.headers['retry-after']).toBe('1');
    const forged = withBody(request, 'a=1');
    const response = await send(forged, { scenario: 'storeDownRefuse' });
    expect([response.status, codeOf(response)]).toEqual([403, 'signature-mismatch']);
  });

  check('a store that is down, run: the handler runs each time', async () => {
    const request = callback('answer');
    for (const run of ['1', '2']) {
      const response = await send(request, { scenario: 'storeDownRun' });
      expect([response.status, runOf(response), isReplay(response)]).toEqual([200, run, false]);
    }
  });

  check('a request for which "key" returns nothing runs each time', async () => {
    const request = callback('answer', { MessageStatus: 'queued' });
    for (const run of ['1', '2']) {
      const response = await send(request, { scenario: 'idempotencyFunction' });
      expect([response.status, runOf(response)]).toEqual([200, run]);
      expect(response.headers['x-event']).toBe('none');
    }
    const other = callback('answer');
    const repeats = [1, 2].map(() => send(other, { scenario: 'idempotencyFunction' }));
    expect((await Promise.all(repeats)).map(runOf)).toEqual(['1', '1']);
  });
}
