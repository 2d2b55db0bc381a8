// `@sig/lambda/local`: what a trigger does in front of a function, on this machine.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Trigger } from './event/index.js';
import { type TriggerOptions, toEvent } from './local/to-event.js';
import { writeResponse } from './local/write-response.js';

export type { Trigger, TriggerOptions };

/** How {@link serve} listens, and what it stands for. */
export interface ServeOptions extends TriggerOptions {
  readonly port: number;
}

/** What API Gateway takes at the most, in bytes. */
const maxBody = 10 * 1024 * 1024;

/**
 * Serves a Lambda handler on this machine: makes of each request the event that a trigger makes of it, and sends what
 * the handler returns. For development and tests; it has no limits of time or memory, and no other part of Lambda.
 *
 * @example
 * serve(handler, { port: 3000 })
 */
export function serve(
  handler: (event: never, context: never) => unknown,
  { port, ...options }: ServeOptions,
): Server {
  const server = createServer(async (req, res) => {
    try {
      const body = await bodyOf(req);
      const event = body && toEvent(req, body, options);
      if (body === undefined || event === undefined) {
        res.statusCode = body === undefined ? 413 : 400;
        res.end();
        return;
      }
      const context = { functionName: 'local', getRemainingTimeInMillis: () => 30_000 };
      // As it comes through JSON, and with the types that the handler expects.
      const sent = JSON.parse(JSON.stringify(event)) as never;
      writeResponse(res, await handler(sent, context as never));
    } catch (error) {
      // The client has gone away.
      if (req.errored) return;
      // biome-ignore lint/suspicious/noConsole: the log of the function.
      console.error(error);
      if (res.headersSent) return void res.destroy();
      res.statusCode = 502;
      res.end();
    }
  });
  return server.listen(port);
}

async function bodyOf(req: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length <= maxBody) chunks.push(chunk);
  }
  return length > maxBody ? undefined : Buffer.concat(chunks);
}
