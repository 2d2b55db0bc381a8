import { withinTime } from '../webhook/guard.js';
import { type Answer, type BodyCollector, collectBody } from './answer.js';
import type { Turn } from './turns.js';

/**
 * The response to a request that has a turn at an event: the one that was kept; or that of the handler, which is kept
 * before its end is sent. If the handler throws, the event is given back.
 *
 * @param turn what `receiver.turnOf(received)` returned; without one the handler runs as ever
 * @example
 * const received = await receiver.receive(fetchRequest(request, receiver.bodyLimit))
 * const turn = received.ok ? receiver.turnOf(received) : undefined
 * const response = await respondOnce(turn, () => new Response('<Response/>'))
 */
export async function respondOnce(
  turn: Turn | undefined,
  handle: () => Response | Promise<Response>,
): Promise<Response> {
  if (turn === undefined) return handle();
  if (turn.replay !== undefined) return toResponse(turn.replay);
  try {
    return await keep(await handle(), turn);
  } catch (error) {
    await turn.release();
    throw error;
  }
}

function toResponse({ status, headers: pairs, body }: Answer): Response {
  // Given when it is made: some runtimes give a response without a type one of their own.
  const headers = new Headers();
  for (const [name, value] of pairs) headers.append(name, value);
  const bytes = isBodiless(status) ? null : (body as Uint8Array<ArrayBuffer>);
  return new Response(bytes, { status, headers });
}

/** Statuses without a body, which a response then must not have (Fetch, section 2.2.3). */
function isBodiless(status: number): boolean {
  return [204, 205, 304].includes(status);
}

async function keep(response: Response, turn: Turn): Promise<Response> {
  const { status, headers } = response;
  const body = collectBody();
  const finish = (whole = true) =>
    turn.finish({ status, headers: [...headers], body: whole ? body.bytes() : undefined });
  if (response.body === null) {
    await finish();
    return response;
  }
  return new Response(await collected(response.body, body, turn, finish), response);
}

/**
 * The same stream, collected while it is read. What is there at once is collected before any of it is sent; of what
 * comes later the end is held back until the answer is kept.
 */
async function collected(
  stream: ReadableStream<Uint8Array>,
  body: BodyCollector,
  turn: Turn,
  finish: (whole?: boolean) => Promise<void>,
): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  /** Reads ahead. Whoever waits for it hears of a failure; that nobody waits yet must not end the process. */
  const read = () => {
    const next = reader.read();
    next.catch(() => {});
    return next;
  };
  let pending = read();
  for (;;) {
    const next = await Promise.race([pending, nextTick()]);
    if (next === undefined) break;
    if (next.done) {
      await finish();
      // In one piece, so that it goes out with its length.
      return body.bytes() as Uint8Array<ArrayBuffer>;
    }
    chunks.push(next.value);
    body.add(next.value);
    pending = read();
    if (body.bytes() === undefined) break;
  }
  let isGone = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const early = chunks.shift();
      if (early !== undefined) return controller.enqueue(early);
      try {
        const { done, value } = await pending;
        // Whoever reads on takes it.
        if (isGone) return;
        if (!done) {
          pending = read();
          body.add(value);
          return controller.enqueue(value);
        }
      } catch (error) {
        await turn.release();
        return isGone ? undefined : controller.error(error);
      }
      await finish();
      controller.close();
    },
    async cancel(reason) {
      isGone = true;
      // The client has gone, and may ask again: what the handler still writes is its answer too.
      const end = await withinTime(longestRest, readOn).catch(() => 'too long');
      if (end === 'failed') return turn.release();
      await finish(end === 'whole');
      await reader.cancel(reason);
    },
  });

  async function readOn(): Promise<'whole' | 'too long' | 'failed'> {
    try {
      while (body.bytes() !== undefined) {
        const { done, value } = await pending;
        if (done) return 'whole';
        body.add(value);
        pending = read();
      }
      return 'too long';
    } catch {
      return 'failed';
    }
  }
}

/** How long the rest of an answer may take, in milliseconds, if nobody is there to hear it: as long as any sender waits. */
const longestRest = 15_000;

function nextTick(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), 0));
}
