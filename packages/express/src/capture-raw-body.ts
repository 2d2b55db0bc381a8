import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * For the `verify` option of Express's body parsers: keeps the bytes that the parser is about to
 * parse, as `req.rawBody`, for a `webhook()` that stands behind it.
 *
 * @example
 * app.use(express.json({ verify: captureRawBody }))
 */
export function captureRawBody(req: IncomingMessage, _res: ServerResponse, bytes: Buffer): void {
  (req as { rawBody?: Buffer }).rawBody = bytes;
}
