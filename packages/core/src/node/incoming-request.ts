import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { WebhookError } from '../errors.js';
import type { RequestBody } from '../scheme/body-coverage.js';
import type { WebhookRequest } from '../webhook/request.js';
import {
  hasBody,
  hasEnded,
  isConsumed,
  isStream,
  readIncoming,
  readStream,
} from './read-incoming.js';

/** Scheme and host of a request. */
export interface Origin {
  /** `http` or `https`. Default: whether the socket is a TLS one. */
  readonly protocol?: string;
  /** Host and port, by a proxy that the framework trusts. Default: `Host`, `:authority` in HTTP/2. */
  readonly host?: string | undefined;
}

/** What a framework knows of a `node:http` request better than the request itself. */
export interface FrameworkFacts {
  /** The largest body that is read, in bytes. */
  readonly bodyLimit: number;
  /** Called when it is needed, which with a `publicUrl` it is not. */
  readonly origin?: () => Origin;
  /** The request target before any routing. Default: `req.originalUrl` if a router has set it, else `req.url`. */
  readonly target?: string;
  /** See {@link WebhookRequest.alternateTargets}. */
  readonly alternateTargets?: () => Iterable<string>;
  /** Whether this is a WebSocket upgrade. Default: whether its headers say so. */
  readonly upgrade?: boolean;
  /**
   * The raw bytes of the body, if the platform or a parser has kept them. Called every time they are needed, because a
   * recorder may still be collecting. If absent, or if it returns nothing: `req.rawBody`.
   */
  readonly rawBody?: () => unknown;
  /** What a body parser made of the body. Default: `req.body`. */
  readonly parsed?: unknown;
  /** Stands in for the reading of the body, which it is given. */
  readonly body?: (read: () => Promise<RequestBody>) => Promise<RequestBody>;
}

/** What routers and parsers leave on a request. */
interface Annotated {
  readonly originalUrl?: unknown;
  readonly rawBody?: unknown;
  readonly body?: unknown;
}

/**
 * A `node:http` (or `node:http2` compatible) request as the guards see it.
 *
 * @example
 * const received = await receiver.receive(incomingRequest(req, { bodyLimit: receiver.bodyLimit }))
 */
export function incomingRequest(req: IncomingMessage, facts: FrameworkFacts): WebhookRequest {
  return new IncomingRequest(req, facts);
}

class IncomingRequest implements WebhookRequest {
  readonly method: string;
  readonly target: string;
  readonly upgrade: boolean;
  declare readonly alternateTargets?: () => Iterable<string>;
  readonly #req: IncomingMessage;
  readonly #facts: FrameworkFacts;
  #origin: Origin | undefined;
  #body: Promise<RequestBody> | undefined;

  constructor(req: IncomingMessage, facts: FrameworkFacts) {
    const { originalUrl } = req as Annotated;
    this.method = req.method ?? '';
    this.target =
      facts.target ?? (typeof originalUrl === 'string' ? originalUrl : undefined) ?? req.url ?? '';
    this.upgrade = facts.upgrade ?? isUpgrade(req);
    if (facts.alternateTargets !== undefined) this.alternateTargets = facts.alternateTargets;
    this.#req = req;
    this.#facts = facts;
    // Something else (a recorder) has let the body flow: what is not collected from now on is lost.
    if (req.readableFlowing === true) this.body().catch(() => {});
  }

  get protocol(): string {
    const { protocol } = this.#from;
    // Requests that node:http did not make may have no socket.
    const socket = this.#req.socket as Partial<TLSSocket> | undefined;
    return protocol ?? (socket?.encrypted === true ? 'https' : 'http');
  }

  get host(): string | undefined {
    return hostOf(this.#req, this.#from.host);
  }

  get #from(): Origin {
    this.#origin ??= this.#facts.origin?.() ?? {};
    return this.#origin;
  }

  header(name: string): string | undefined {
    return rawHeader(this.#req, name);
  }

  body(): Promise<RequestBody> {
    this.#body ??= this.#read();
    return this.#body;
  }

  #read(): Promise<RequestBody> {
    if (this.upgrade) return noBody(this.#req);
    const read = () => takeBody(this.#req, this.#facts);
    return this.#facts.body?.(read) ?? read();
  }
}

/**
 * If the framework has but the `Host` header, all of those count: Node keeps the first of several,
 * and a request with two has none that can be relied on (RFC 9112, section 3.2).
 */
function hostOf(req: IncomingMessage, forwarded: string | undefined): string | undefined {
  if (forwarded !== undefined && forwarded !== '' && forwarded !== req.headers.host)
    return forwarded;
  return rawHeader(req, 'host') ?? rawHeader(req, ':authority');
}

/**
 * Every value that came, joined: `req.headers` keeps only the first of some doubled headers. It is all there
 * is of requests that `node:http` did not make (serverless shims, mocks).
 */
function rawHeader(req: IncomingMessage, name: string): string | undefined {
  const { rawHeaders } = req as { rawHeaders?: readonly string[] };
  if (rawHeaders === undefined || rawHeaders.length === 0) return plainHeader(req, name);
  let value: string | undefined;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const given = rawHeaders[i] ?? '';
    if (given.length !== name.length || given.toLowerCase() !== name) continue;
    const next = rawHeaders[i + 1] ?? '';
    value = value === undefined ? next : `${value}, ${next}`;
  }
  return value;
}

function plainHeader(req: IncomingMessage, name: string): string | undefined {
  const { headers } = req;
  const key = name in headers ? name : Object.keys(headers).find((k) => k.toLowerCase() === name);
  const value = key === undefined ? undefined : headers[key];
  return value === undefined ? undefined : [value].flat().join(', ');
}

/**
 * RFC 6455, section 4.1; over HTTP/2 RFC 8441, section 4. Whatever Node has handed to the `upgrade` event, of any
 * protocol, is one too: nobody listens to its socket, and no body of it will come.
 */
function isUpgrade(req: IncomingMessage): boolean {
  const { upgrade = '', connection = '' } = req.headers;
  return (
    (req as { upgrade?: unknown }).upgrade === true ||
    (upgrade !== '' &&
      /(?:^|,)\s*websocket\s*(?:,|$)/i.test(upgrade) &&
      /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(connection)) ||
    req.headers[':protocol'] === 'websocket'
  );
}

/** Node hands over the bytes after the head of an upgrade unread, so nothing can verify them. */
async function noBody(req: IncomingMessage): Promise<RequestBody> {
  // Over HTTP/2 the request stays open: what comes is the tunnel (RFC 8441, section 5).
  if (req.headers[':protocol'] === undefined && hasBody(req)) {
    throw new WebhookError('body-not-signed');
  }
  return { bytes: new Uint8Array(0) };
}

async function takeBody(req: IncomingMessage, facts: FrameworkFacts): Promise<RequestBody> {
  // A recorder has begun to collect before we could: it has the whole body once the stream has ended.
  if (isStream(req) && !hasEnded(req) && isConsumed(req) && toBytes(rawBodyOf(req, facts))) {
    await readStream(req, facts.bodyLimit);
  }
  const rawBody = rawBodyOf(req, facts);
  const { parsed = (req as Annotated).body } = facts;
  // What a parser made is the body only once nothing can come any more.
  const ended = hasEnded(req);
  const kept = keptBytes(req, rawBody) ?? (ended ? toBytes(parsed) : undefined);
  if (kept !== undefined) {
    if (kept.length > facts.bodyLimit) throw new WebhookError('body-too-large');
    return { bytes: kept };
  }
  // Of what is no stream (mocks), the parsed body is all that there is, announced or not.
  const announced = isStream(req) ? hasBody(req) : Object.keys(Object(parsed)).length > 0;
  if (ended && announced && parsed !== undefined) return { parsed };
  if (!isStream(req)) return { bytes: new Uint8Array(0) };
  return { bytes: await readIncoming(req, { limit: facts.bodyLimit }) };
}

function rawBodyOf(req: IncomingMessage, { rawBody }: FrameworkFacts): unknown {
  return rawBody?.() ?? (req as Annotated).rawBody;
}

/**
 * Bytes that something before us has kept, if they are the whole body: the stream has ended, or they have
 * the announced length, or no body was announced. A recorder that is still collecting has an empty or partial
 * body, and what comes later would be signed by nothing.
 */
function keptBytes(req: IncomingMessage, rawBody: unknown): Uint8Array | undefined {
  const bytes = toBytes(rawBody);
  if (bytes === undefined) return undefined;
  // Nothing was kept of a body that was there.
  if (bytes.length === 0 && Number(req.headers['content-length']) > 0) return undefined;
  const whole =
    hasEnded(req) || !hasBody(req) || Number(req.headers['content-length']) === bytes.length;
  return whole ? bytes : undefined;
}

function toBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') return Buffer.from(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return value instanceof Uint8Array ? value : undefined;
}
