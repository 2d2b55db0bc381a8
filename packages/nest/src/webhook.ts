import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  Optional,
  type Type,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { GuardOptions, WebhookOptions } from '@sig/core';
import {
  createGuardReceiver,
  createReceiver,
  type Passed,
  type Receiver,
  verifiedOf,
} from '@sig/core/adapter';
import { keepResponse, sendAnswer, toBuffer } from '@sig/core/node';
import { WebhookException } from './exception.js';
import { keepRawBody } from './raw-body.js';
import { type PlatformRequest, rawOf, webhookRequest } from './request.js';

/**
 * A guard that lets genuine, unmodified requests through and throws a `WebhookException` for every other one. After
 * it `@Body()` is the verified body (the params of a form, the value of JSON), `request.rawBody` its bytes, and
 * `@WebhookParams()` and `@WebhookVerdict()` give what was verified. For options that are known once the app starts
 * (`ConfigService`), see {@link WebhookModule}.
 *
 * @throws OptionError at once if an option is wrong or there is no auth token
 * @example
 * class VoiceController {
 *   voice(@WebhookParams() params: VoiceParams) {}
 * }
 * UseGuards(webhook({ authToken }))(VoiceController) // as its decorator
 */
export function webhook(options: WebhookOptions = {}): Type<CanActivate> {
  return guardOf(receiverOf(options));
}

/**
 * A guard for routes without signatures: lets through what the guards of `httpAuth` accept (of several, one), and
 * throws a `WebhookException` for every other request. The body is left alone, unless a guard has to read it (Digest
 * with `auth-int`); then it is where `webhook()` puts it.
 *
 * @throws OptionError at once if a guard is not one
 * @example
 * const httpAuth = basic({ realm: 'calls', credentials: { user: 'secret' } })
 * class PrivateController {}
 * UseGuards(guard({ httpAuth }))(PrivateController) // as its decorator
 */
export function guard(options: GuardOptions): Type<CanActivate> {
  return guardOf(createGuardReceiver(options));
}

/** The receiver of `WebhookModule`. Nest prints the name if it is missing. */
export const moduleReceiver = Symbol('WebhookModule.forRoot()');

/** What runs for each request of `webhook()`. */
export function receiverOf(options: WebhookOptions): Receiver {
  const logger = new Logger('Webhook');
  return createReceiver(options, { warn: (text) => logger.error(text), idempotency: true });
}

/**
 * The guard with the options of {@link WebhookModule}.
 *
 * @example
 * class VoiceController {
 *   voice(@WebhookParams() params: VoiceParams) {}
 * }
 * UseGuards(WebhookGuard)(VoiceController) // as its decorator
 */
@Injectable()
export class WebhookGuard implements CanActivate {
  readonly #receiver: Receiver;

  constructor(
    @Inject(moduleReceiver) receiver: unknown,
    @Optional() @Inject(HttpAdapterHost) host?: HttpAdapterHost,
  ) {
    this.#receiver = receiver as Receiver;
    keepRawBody(host);
  }

  canActivate(context: ExecutionContext): Promise<boolean> {
    return admit(this.#receiver, context);
  }
}

/** A class of its own for each set of options: Nest makes guards, and gives them its adapter. */
function guardOf(receiver: Receiver<Passed>): Type<CanActivate> {
  @Injectable()
  class OwnGuard implements CanActivate {
    constructor(@Optional() @Inject(HttpAdapterHost) host?: HttpAdapterHost) {
      keepRawBody(host);
    }

    canActivate(context: ExecutionContext): Promise<boolean> {
      return admit(receiver, context);
    }
  }
  return OwnGuard;
}

/** What is used of a response; Express and Fastify have it alike. */
interface PlatformResponse {
  /** Of Express. */
  readonly headersSent?: boolean;
  /** Of Fastify. */
  readonly sent?: boolean;
  readonly raw?: ServerResponse;
  /** Of Fastify: leaves the answer to whoever calls it. */
  hijack?(): unknown;
  header(name: string, value: string | string[]): unknown;
}

/** Lets through what a receiver accepts. */
async function admit(
  { receive, bodyLimit, turnOf }: Receiver<Passed>,
  context: ExecutionContext,
): Promise<true> {
  if (context.getType() !== 'http') {
    throw new TypeError(
      `This guard verifies HTTP requests, and this is "${context.getType()}". WebSocket upgrades are verified by createVerifier().`,
    );
  }
  const request = context.switchToHttp().getRequest<PlatformRequest>();
  const response = context.switchToHttp().getResponse<PlatformResponse>();
  const received = await receive(webhookRequest(request, bodyLimit));
  // Something else has answered, such as a middleware that limits the time.
  const turn = received.ok ? turnOf(received) : undefined;
  if (isAnswered(response)) {
    await turn?.release();
    return never();
  }
  if (!received.ok) {
    const { error } = received;
    // Nobody is left to answer, and an exception filter would only make noise.
    if (error.code === 'request-aborted') return never();
    setHeaders(response, error.headers);
    // Nest does not log HTTP exceptions, and a defect of the set-up must be heard.
    if (!error.expose) new Logger('Webhook').error(inspect(error));
    throw new WebhookException(error);
  }
  if (turn !== undefined) {
    // On Express it is the response of Node itself.
    const { raw = response as unknown as ServerResponse } = response;
    if (turn.replay !== undefined) {
      response.hijack?.();
      sendAnswer(raw, turn.replay, received.headers);
      return never();
    }
    keepResponse(raw, turn);
  }
  const verified = verifiedOf(received);
  if (verified !== undefined) request.webhook = verified;
  if (verified !== undefined || received.rawBody !== undefined) {
    const read = {
      body: received.body,
      rawBody: received.rawBody && toBuffer(received.rawBody),
    };
    Object.assign(request, read);
    const raw = rawOf(request);
    // On Fastify, what middleware has left there.
    for (const name of ['body', 'rawBody'] as const) if (name in raw) raw[name] = read[name];
  }
  setHeaders(response, received.headers);
  return true;
}

function isAnswered({ headersSent, sent, raw }: PlatformResponse): boolean {
  return headersSent === true || sent === true || raw?.headersSent === true;
}

function setHeaders(
  response: PlatformResponse,
  headers: Readonly<Record<string, string | string[]>>,
): void {
  for (const [name, value] of Object.entries(headers)) response.header(name, value);
}

/** Neither yes nor no: both would make Nest answer. Nothing holds on to it. */
function never(): Promise<never> {
  return new Promise(() => {});
}
