import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Answer, collectBody } from '../idempotency/answer.js';
import type { Turn } from '../idempotency/turns.js';

/**
 * Keeps what is written to a response as the answer to an event, before its end is sent: `end()` waits until the answer
 * is kept. What counts is what is written, not what reaches the client, so that the answer is kept if the client has hung
 * up.
 *
 * @param turn what `receiver.turnOf(received)` returned, if there is nothing to replay
 * @example
 * createServer(async (req, res) => {
 *   const received = await receiver.receive(incomingRequest(req, { bodyLimit: receiver.bodyLimit }))
 *   const turn = received.ok ? receiver.turnOf(received) : undefined
 *   if (turn?.replay) sendAnswer(res, turn.replay)
 *   else if (turn) keepResponse(res, turn)
 * })
 */
export function keepResponse(res: ServerResponse, turn: Turn): void {
  const body = collectBody();
  const { write, end, writeHead } = res as unknown as Methods;
  let given: OutgoingHttpHeaders = {};
  let state: 'open' | 'ending' | 'ended' = 'open';

  const collect = (chunk: unknown, encoding: unknown) => {
    if (chunk instanceof Uint8Array) body.add(chunk);
    if (typeof chunk === 'string') body.add(Buffer.from(chunk, encodingOf(encoding)));
  };

  const methods: Methods = {
    writeHead(...args) {
      // Headers that are given here are not among those of the response.
      if (state === 'open') given = headersOf(args.at(-1));
      return writeHead.apply(res, args);
    },
    write(...args) {
      if (state === 'ending') return false;
      // The end may write what it is given.
      if (state === 'open') collect(args[0], args[1]);
      return write.apply(res, args);
    },
    end(...args) {
      // What it throws for what cannot be written, it throws at once; and what comes after an end is not sent.
      if (state === 'ended' || !isWritable(args[0])) return end.apply(res, args);
      if (state === 'ending') return res;
      state = 'ending';
      collect(args[0], args[1]);
      const restore = snapshot(res);
      const headers = pairsOf({ ...res.getHeaders(), ...given });
      Object.defineProperty(res, 'writableEnded', { configurable: true, get: () => true });
      turn
        .finish({ status: res.statusCode, headers, body: body.bytes() })
        .then(() => {
          delete (res as { writableEnded?: boolean }).writableEnded;
          state = 'ended';
          restore();
          end.apply(res, args);
        })
        .catch((error: Error) => res.destroy(error));
      return res;
    },
  };
  Object.assign(res, methods);
}

/**
 * Sends a kept answer.
 *
 * @param headers further ones, such as those that a guard asks for
 * @example
 * createServer((req, res) => {
 *   sendAnswer(res, { status: 200, headers: [['Content-Type', 'text/xml']], body: undefined })
 * })
 */
export function sendAnswer(
  res: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.statusCode = answer.status;
  for (const [name, values] of Object.entries({ ...listsOf(answer), ...headers })) {
    res.setHeader(name, values);
  }
  res.end(answer.body);
}

/**
 * The headers of a kept answer by their names: several of one name are a list.
 *
 * @example
 * listsOf({ headers: [['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']] }) // { 'Set-Cookie': ['a=1', 'b=2'] }
 */
export function listsOf({ headers }: Pick<Answer, 'headers'>): Record<string, string | string[]> {
  const lists: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const known = lists[name];
    lists[name] = known === undefined ? value : [known, value].flat();
  }
  return lists;
}

type Method<Result> = (...args: unknown[]) => Result;

/** What is wrapped: each has several forms, of which only the first argument and the last matter. */
interface Methods {
  write: Method<boolean>;
  end: Method<ServerResponse>;
  writeHead: Method<ServerResponse>;
}

function isWritable(chunk: unknown): boolean {
  return (
    chunk === undefined ||
    chunk === null ||
    typeof chunk === 'function' ||
    typeof chunk === 'string' ||
    chunk instanceof Uint8Array
  );
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8';
}

/** Headers as `writeHead` takes them: an object, names and values in one list, or pairs. */
function headersOf(given: unknown): OutgoingHttpHeaders {
  if (typeof given !== 'object' || given === null) return {};
  if (!Array.isArray(given)) {
    const entries = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
    return Object.fromEntries(entries);
  }
  const flat: unknown[] = given.flat();
  const headers: Record<string, string[]> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = String(flat[i]).toLowerCase();
    headers[name] = [...(headers[name] ?? []), String(flat[i + 1])];
  }
  return headers;
}

function pairsOf(headers: OutgoingHttpHeaders): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, String(value)]),
  );
}

/** Undoes what is done to status and headers of a response between its end and when that is sent. */
function snapshot(res: ServerResponse): () => void {
  const { statusCode } = res;
  const headers = res.getHeaders();
  return () => {
    if (res.headersSent) return;
    res.statusCode = statusCode;
    for (const name of res.getHeaderNames()) if (!(name in headers)) res.removeHeader(name);
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined && res.getHeader(name) !== value) res.setHeader(name, value);
    }
  };
}
