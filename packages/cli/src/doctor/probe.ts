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
  readonly milliseconds: number;
  /** Why there was no response. */
  readonly failure?: string;
  /** The `Authorization` that was sent last. */
  readonly authorization?: string | undefined;
}

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
}

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
    const { method, destination, target, headers, body } = request;
    const { hostname, port, host, secure } = destination;
    const { timeout, ca } = this.#options;
    const start = performance.now();
    return new Promise((resolve) => {
      const none = (failure: string) =>
        resolve({
          status: 0,
          challenges: [],
          location: undefined,
          milliseconds: performance.now() - start,
          failure,
        });
      const all = [
        ['Host', host],
        ['User-Agent', 'sig-doctor (+https://www.npmjs.com/package/@sig/cli)'],
        ['Connection', 'close'],
        ...headers,
        ...(authorization === undefined ? [] : [['Authorization', authorization]]),
        ...(body === undefined ? [] : [['Content-Length', String(body.length)]]),
      ];
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
      outgoing.on('error', (error) => none(failureOf(error)));
      outgoing.on('response', (response) => {
        const { rawHeaders } = response;
        const challenges = rawHeaders.filter(
          (_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'www-authenticate',
        );
        resolve({
          status: response.statusCode ?? 0,
          challenges,
          location: response.headers.location,
          milliseconds: performance.now() - start,
        });
        response.destroy();
      });
      outgoing.end(body);
    });
  }
}

/** What a finding tells of an answer. */
export function seen(answer: Answer): { got: string; milliseconds: number } {
  return { got: inWords(answer), milliseconds: answer.milliseconds };
}

/** Why there was no response, in the words of `send`. */
function failureOf(error: Error): string {
  const { code = error.name } = error as { code?: string };
  const failures: Record<string, string> = {
    ECONNREFUSED: 'connection-failed: nothing listens there',
    ENOTFOUND: 'connection-failed: there is no such host',
    ECONNRESET: 'connection-failed: the connection was closed',
    TimeoutError: 'timeout',
    ABORT_ERR: 'timeout',
  };
  return failures[code] ?? code;
}

/** An answer in a few words. */
export function inWords({ status, failure, location }: Answer): string {
  if (status === 0) return `no response (${failure})`;
  return location === undefined ? String(status) : `${status}, to ${location}`;
}
