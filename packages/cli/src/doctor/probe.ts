import * as http from 'node:http';
import * as https from 'node:https';
import { type Authorizer, authorizer } from '@sig/http-auth';
import { type SignedRequest, trusting } from '@sig/sender';

/** What an endpoint answered. */
export interface Answer {
  /** 0 if there was no response. */
  readonly status: number;
  readonly challenges: readonly string[];
  readonly location: string | undefined;
  readonly contentType: string;
  /** Seconds of `Retry-After`, if it has a number. */
  readonly retryAfter: number | undefined;
  /** The beginning of the body. */
  readonly text: string;
  readonly milliseconds: number;
  /** Why there was no response: a code of `send`. */
  readonly failure?: Failure;
  /** The `Authorization` that was sent last. */
  readonly authorization?: string | undefined;
}

/** Why there was no response. `closed`: the server ended the connection. */
export type Failure = 'connection-failed' | 'closed' | 'timeout' | 'tls-handshake-failed';

/** A request to send as it is, genuine or not. */
export type Sendable = Pick<
  SignedRequest,
  'method' | 'destination' | 'target' | 'headers' | 'body'
>;

/** How to send. */
export interface ProbeOptions {
  readonly timeout: number;
  readonly ca: Buffer | undefined;
  /** Milliseconds between the starts of two requests: politeness. */
  readonly pause: number;
  /** Milliseconds to wait for the end of rate limits, in all. */
  readonly patience: number;
}

/** How much of a body is read. */
const maxText = 64 * 1024;

/** Sends requests to one endpoint, one at a time, and logs in if it is challenged. */
export class Probe {
  readonly #options: ProbeOptions;
  readonly #authorizer: Authorizer | undefined;
  #last = 0;
  requests = 0;

  constructor(
    options: ProbeOptions,
    credentials: { username: string; password: string } | undefined,
  ) {
    this.#options = options;
    this.#authorizer = credentials && authorizer(credentials);
  }

  /** Sends a request, with credentials as soon as they are asked for. */
  async send(request: Sendable): Promise<Answer> {
    const { method, destination, target, body } = request;
    const asked = { method, url: destination.url.replace(/^ws/i, 'http'), target, body };
    let authorization = this.#authorizer?.authorize(asked);
    for (let tries = 0; ; tries++) {
      const answer = await this.sendBare(request, authorization);
      if (answer.status !== 401 || tries > 1) return { ...answer, authorization };
      authorization = this.#authorizer?.answer(answer.challenges, asked, authorization);
      if (authorization === undefined) return answer;
    }
  }

  /** Sends a request as it is. */
  async sendBare(request: Sendable, authorization?: string): Promise<Answer> {
    const wait = this.#last + this.#options.pause - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.#last = Date.now();
    this.requests += 1;
    return exchange(request, authorization, this.#options);
  }
}

function exchange(
  { method, destination, target, headers, body }: Sendable,
  authorization: string | undefined,
  { timeout, ca }: ProbeOptions,
): Promise<Answer> {
  const { hostname, port, host, secure } = destination;
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const defaults = [
    ['Host', host],
    ['User-Agent', 'sig-doctor (+https://www.npmjs.com/package/@sig/cli)'],
    ['Connection', 'close'],
  ].filter(([name = '']) => !given.has(name.toLowerCase()));
  const all = [
    ...defaults,
    ...headers,
    ...(authorization === undefined ? [] : [['Authorization', authorization]]),
    ...(body === undefined ? [] : [['Content-Length', String(body.length)]]),
  ];
  const start = performance.now();
  return new Promise((resolve) => {
    const outgoing = (secure ? https : http).request({
      method,
      host: hostname,
      port,
      path: target,
      headers: all.flat() as unknown as http.OutgoingHttpHeaders,
      setHost: false,
      agent: false,
      signal: AbortSignal.timeout(timeout),
      ...trusting(ca),
    });
    outgoing.on('error', (error) =>
      resolve({
        status: 0,
        challenges: [],
        location: undefined,
        contentType: '',
        retryAfter: undefined,
        text: '',
        milliseconds: performance.now() - start,
        failure: failureOf(error),
      }),
    );
    const answered = (response: http.IncomingMessage, text: string) =>
      resolve({ ...headOf(response), text, milliseconds: performance.now() - start });
    outgoing.on('upgrade', (response, socket) => {
      socket.destroy();
      answered(response, '');
    });
    outgoing.on('response', (response) => {
      let text = '';
      const done = () => {
        answered(response, text.slice(0, maxText));
        response.destroy();
      };
      // The status is an answer, even if the rest of it does not come.
      response.setEncoding('utf8').on('end', done).on('error', done).on('close', done);
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > maxText) done();
      });
    });
    outgoing.end(body);
  });
}

function headOf(response: http.IncomingMessage): Omit<Answer, 'text' | 'milliseconds'> {
  const { rawHeaders, headers } = response;
  const challenges = rawHeaders.filter(
    (_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'www-authenticate',
  );
  const seconds = Number(headers['retry-after']);
  return {
    status: response.statusCode ?? 0,
    challenges,
    location: headers.location,
    contentType: (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
  };
}

const failures: Readonly<Record<string, Failure>> = {
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  // An answer that is not HTTP, or none at all.
  HPE_INVALID_CONSTANT: 'closed',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  ABORT_ERR: 'timeout',
  EPROTO: 'tls-handshake-failed',
};

function failureOf(error: Error): Failure {
  const { code = error.name } = error as { code?: string };
  return failures[code] ?? 'connection-failed';
}
