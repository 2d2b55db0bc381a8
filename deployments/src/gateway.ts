import { type IncomingHttpHeaders, request as send } from 'node:http';
import type { Gateway } from './deployment.js';

/** A request that a gateway passes on. */
export interface Passed {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A gateway that changes requests and passes them on. */
export function passOn(change: (request: Passed) => Partial<Passed>): Gateway {
  return (app) => async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const { method = 'GET', url: target = '/', headers } = req;
    const came = { method, target, headers, body: Buffer.concat(chunks) };
    const passed = { ...came, ...change(came) };
    const { 'content-length': _, 'transfer-encoding': __, ...others } = passed.headers;
    const { hostname, port } = new URL(app);
    const outgoing = send({
      host: hostname,
      port,
      method: passed.method,
      path: passed.target,
      headers: {
        ...others,
        ...(passed.body.length > 0 && { 'content-length': passed.body.length }),
      },
    });
    outgoing.on('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502);
      answer.pipe(res);
    });
    outgoing.on('error', () => res.writeHead(502).end());
    outgoing.end(passed.body);
  };
}

/** A gateway that changes the body as text. */
export function passBody(change: (body: string) => string | Buffer): Gateway {
  return passOn(({ body }) => ({ body: Buffer.from(change(body.toString())) }));
}
