import type { ServerResponse } from 'node:http';

/** What handlers return, as far as it is sent. */
interface Result {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** Sends what a handler returned: a response, or what an HTTP API takes for the body of one. */
export function writeResponse(res: ServerResponse, result: unknown): void {
  const response: Result = isResponse(result)
    ? result
    : {
        headers: { 'Content-Type': 'application/json' },
        body: typeof result === 'string' ? result : (JSON.stringify(result) ?? ''),
      };
  const { statusCode = 200, headers, multiValueHeaders, cookies, body, isBase64Encoded } = response;
  res.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers ?? {})) res.setHeader(name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
    res.setHeader(name, values.map(String));
  if (cookies !== undefined) res.setHeader('Set-Cookie', [...cookies]);
  res.end(Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'));
}

function isResponse(result: unknown): result is Result {
  return typeof result === 'object' && result !== null && 'statusCode' in result;
}
