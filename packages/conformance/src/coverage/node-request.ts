import type { IncomingMessage } from 'node:http';

/** Base64 of what can still be read from a request. */
export async function leftoverOf(req: IncomingMessage): Promise<string> {
  if (req.readableEnded || req.destroyed) return '';
  const chunks: Buffer[] = [];
  await new Promise((resolve) => {
    req.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
    req.on('end', resolve).on('close', resolve).on('error', resolve);
  });
  return Buffer.concat(chunks).toString('base64');
}

/** The usual recorder of raw bodies: it lets the request pass before the body is here. */
export function recordRawBody(req: IncomingMessage, target: object = req): void {
  const recorded = target as { rawBody?: string };
  recorded.rawBody = '';
  req.on('data', (chunk) => {
    recorded.rawBody += String(chunk);
  });
}
