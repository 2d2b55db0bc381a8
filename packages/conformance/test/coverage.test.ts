// Generated requests for `webhook()` of @sig/core/fetch, behind a server that makes a `Request` of each: see
// @sig/conformance/coverage.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { webhook } from '@sig/core/fetch';
import {
  base64Of,
  type CoverageHarness,
  type CoverageSetting,
  coverage,
  fetchOptions,
  listen,
  refusedByUrl,
  type Seen,
  shownBody,
  shownOrigin,
  shownTarget,
  type TargetReading,
} from '../src/coverage/index.js';

const noParsers = 'A handler that takes a Request has no parsers: whoever reads it leaves nothing.';

const harness: CoverageHarness = {
  name: 'fetch',
  without: {
    'parsers before': noParsers,
    'parsers before, raw bytes kept': noParsers,
    'parsers after': noParsers,
  },
  read: () => ({ path: '', query: {} }),
  shows: () => (target) => readingOf(new Request(`http://localhost${target}`)),
  refuses: refusedByUrl,
  start(setting) {
    const handler = makeHandler(setting);
    return listen(
      createServer((req, res) => {
        answer(setting, handler, req, res).catch(() => res.writeHead(400).end());
      }),
    );
  },
};

coverage(harness);

function makeHandler(setting: CoverageSetting) {
  return webhook<[rawHeaders: string[]]>(
    fetchOptions(setting),
    async (request, { body, rawBody }, rawHeaders) => {
      const seen: Seen = {
        reached: true,
        method: request.method,
        ...shownOrigin(request, setting),
        rawHeaders,
        ...readingOf(request),
        body,
        rawBody: base64Of(rawBody),
        // What came is read to its end, or is in no request of the Fetch API.
        leftover: '',
        ...(await shownBody(request)),
      };
      return Response.json(seen);
    },
  );
}

/** What a handler reads of a target. */
function readingOf({ url }: Request): TargetReading {
  const { pathname, searchParams } = new URL(url);
  return {
    target: shownTarget(url),
    path: pathname,
    query: [...searchParams],
    route: '*',
    params: {},
  };
}

/** What a runtime does: it makes a `Request` of what came, which it refuses if there is none. */
async function answer(
  { recorder = false }: CoverageSetting,
  handler: ReturnType<typeof makeHandler>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '', headers, rawHeaders } = req;
  const target = /^http:\/\//.test(url) ? url : `http://${headers.host}${url}`;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(target, {
    method,
    headers: pairsOf(rawHeaders),
    ...(hasBody && { body: Readable.toWeb(req) as ReadableStream<Uint8Array>, duplex: 'half' }),
  } as RequestInit);
  if (recorder) {
    request
      .clone()
      .text()
      .catch(() => {});
  }
  const response = await handler(request, rawHeaders);
  res.writeHead(response.status, [...response.headers].flat()).end(await response.text());
}

function pairsOf(rawHeaders: readonly string[]): [string, string][] {
  return rawHeaders.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? '']] : [],
  );
}
