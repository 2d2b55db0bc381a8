import { type Authorizer, authorizer, type ClientRequest, formatBearer } from '@sig/http-auth';
import { CookieJar } from 'tough-cookie';
import { SenderError } from './errors.js';
import type { CheckedSenderOptions } from './options.js';
import { followed, locationOf, type Outgoing } from './redirect.js';
import type { SendResult, Step } from './result.js';
import { type RequestToSign, signRequest } from './sign-request.js';
import { type IncomingResponse, Transport } from './transport.js';
import { checkConfidential } from './url.js';

/** A request of a call. */
export interface CallRequest extends RequestToSign {
  /** Requested once if the request fails: no response, or a status of 400 and up. */
  readonly fallbackUrl?: string | undefined;
  /** Ends the request early. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of a request other than its URL and content. */
export type CallRequestOptions = Omit<CallRequest, 'url' | 'params' | 'form' | 'body' | 'method'>;

/**
 * The requests of one call: logged in once, with cookies, over connections that are kept.
 *
 * @example
 * const call = createSender({ authToken }).call()
 * const { status } = await call.post('https://user:secret@example.com/voice', { Digits: '1' })
 * call.close()
 */
export class Call {
  readonly #options: CheckedSenderOptions;
  readonly #transport: Transport;
  readonly #jar = new CookieJar();
  /** Credentials by the origin that they are for. */
  readonly #authorizers = new Map<string, Authorizer>();

  constructor(options: CheckedSenderOptions) {
    this.#options = options;
    this.#transport = new Transport(options.maxResponseBytes, options.ca);
  }

  /** A form POST. */
  post(
    url: string,
    params: RequestToSign['params'] = {},
    options: CallRequestOptions = {},
  ): Promise<SendResult> {
    return this.send({ ...options, url, params });
  }

  /** A GET: the URL alone is signed. */
  get(url: string, options: CallRequestOptions = {}): Promise<SendResult> {
    return this.send({ ...options, url, method: 'GET' });
  }

  /** A JSON POST under `bodySHA256`. A string is sent as it is. */
  json(url: string, value: unknown, options: CallRequestOptions = {}): Promise<SendResult> {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    return this.send({ ...options, url, body });
  }

  /** A WebSocket upgrade. The result of a 101 has the connection. */
  upgrade(url: string, options: CallRequestOptions = {}): Promise<SendResult> {
    return this.send({ ...options, url, upgrade: true });
  }

  /**
   * Sends a signed request: answers challenges with the credentials of the URL, follows redirects, requests
   * the fallback URL once.
   *
   * @throws SenderError (TlsError for what is wrong with certificates) if there is no response
   */
  async send(request: CallRequest): Promise<SendResult> {
    const { fallbackUrl } = request;
    if (fallbackUrl === undefined) return this.#withinTime(request);
    let failure: string;
    let exchange: readonly Step[];
    try {
      const result = await this.#withinTime(request);
      if (result.status < 400) return result;
      failure = `status ${result.status}`;
      ({ exchange } = result);
    } catch (error) {
      if (!(error instanceof SenderError) || error.code === 'aborted') throw error;
      failure = error.code;
      ({ exchange } = error);
    }
    const result = await this.#withinTime({ ...request, url: fallbackUrl });
    return { ...result, exchange: [...exchange, ...result.exchange], fellBackFrom: failure };
  }

  /** Ends the connections of the call. */
  close(): void {
    this.#transport.close();
  }

  /** The time limit is over the whole exchange, challenges and redirects included. */
  async #withinTime(request: CallRequest): Promise<SendResult> {
    const { timeout } = this.#options;
    const limit = new AbortController();
    const timer = setTimeout(() => {
      const message = `There was no complete response within ${timeout} ms ("timeout"). Senders give up after 15 seconds.`;
      limit.abort(new SenderError('timeout', message));
    }, timeout);
    const { signal = limit.signal } = request;
    const exchange: Step[] = [];
    try {
      return await this.#follow(request, AbortSignal.any([signal, limit.signal]), exchange);
    } catch (error) {
      if (error instanceof SenderError) error.exchange = exchange;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async #follow(first: CallRequest, signal: AbortSignal, exchange: Step[]): Promise<SendResult> {
    const { bearer } = this.#options;
    let request: Outgoing = { ...first, bearer };
    for (let hops = 0; hops <= this.#options.maxRedirects; hops++) {
      const response = await this.#loggedIn(request, signal, exchange);
      const { url = '', location } = exchange.at(-1) ?? {};
      if (location === undefined) {
        const { status, headers, body, socket } = response;
        const text = body.toString('utf8');
        return { url, status, headers, body, text, exchange, ...(socket && { socket }) };
      }
      request = followed(request, response.status, location, url);
    }
    throw new SenderError(
      'too-many-redirects',
      `There were more than ${this.#options.maxRedirects} redirects ("maxRedirects").`,
    );
  }

  /** Sends a request, and again with credentials if it is challenged. */
  async #loggedIn(
    request: Outgoing,
    signal: AbortSignal,
    exchange: Step[],
  ): Promise<IncomingResponse> {
    const signed = signRequest(request, this.#options);
    const { method, destination, target, signedUrl, body } = signed;
    // An Authorization header of the caller takes precedence.
    const isAuthorized = signed.headers.some(([name]) => name.toLowerCase() === 'authorization');
    const authorizer = isAuthorized
      ? undefined
      : this.#authorizerFor(destination.origin, destination.credentials);
    const bearer = isAuthorized || authorizer !== undefined ? undefined : request.bearer;
    const asked: ClientRequest = {
      method,
      url: destination.url.replace(/^ws/i, 'http'),
      target,
      body,
    };
    if (bearer !== undefined) checkConfidential(destination);
    let authorization = bearer === undefined ? authorizer?.authorize(asked) : formatBearer(bearer);
    // A first challenge, then one for a nonce that has gone stale since.
    for (let tries = 0; ; tries++) {
      const cookies = await this.#jar.getCookieString(asked.url);
      const headers = [
        ['User-Agent', this.#options.userAgent],
        ...signed.headers,
        ...(authorization === undefined ? [] : [['Authorization', authorization]]),
        ...(cookies === '' ? [] : [['Cookie', cookies]]),
      ] as [string, string][];
      const start = performance.now();
      const response = await this.#transport.exchange(
        { method, destination, target, headers, body },
        signal,
      );
      const { status, challenges, reusedConnection } = response;
      exchange.push({
        method,
        url: destination.url,
        signedUrl: signedUrl.replace(/\/\/[^/?#]*@/, '//'),
        authorization: authorization?.split(' ', 1)[0],
        status,
        challenges,
        location: locationOf(status, response.headers.location),
        reusedConnection,
        milliseconds: performance.now() - start,
      } as Step);
      await this.#keepCookies(response.setCookies, asked.url);
      if (status !== 401) {
        if (authorization !== undefined) this.#checkServer(authorizer, authorization, response);
        return response;
      }
      authorization = tries < 2 ? authorizer?.answer(challenges, asked, authorization) : undefined;
      if (authorization === undefined) return response;
    }
  }

  /** Credentials are for their own origin; without any in the URL, those of the same origin are used. */
  #authorizerFor(
    origin: string,
    credentials: { username: string; password: string } | undefined,
  ): Authorizer | undefined {
    const key = credentials === undefined ? origin : `${origin} ${JSON.stringify(credentials)}`;
    const known = this.#authorizers.get(key);
    if (known !== undefined || credentials === undefined) return known;
    const { preemptiveBasic, digest } = this.#options;
    const made = authorizer({ ...credentials, preemptiveBasic, digest });
    this.#authorizers.set(key, made).set(origin, made);
    return made;
  }

  #checkServer(
    authorizer: Authorizer | undefined,
    authorization: string,
    { headers, socket }: IncomingResponse,
  ): void {
    if (authorizer?.accept(headers['authentication-info'], authorization) !== false) return;
    socket?.destroy();
    throw new SenderError(
      'server-not-authentic',
      'The server answered with an rspauth that it cannot have made with the password (RFC 7616, section 3.5). It is not the server that the password was set up with, or a proxy changed the response.',
    );
  }

  async #keepCookies(setCookies: readonly string[], url: string): Promise<void> {
    for (const cookie of setCookies) await this.#jar.setCookie(cookie, url, { ignoreError: true });
  }
}
