import { formParams } from './body/form-params.js';
import { parseBody } from './body/parse.js';
import { explainInDevelopment } from './development.js';
import { type Guard, type Rejected, rejectedBy } from './guard.js';
import { checkGuards, checkWebhookOptions, type WebhookOptions } from './options.js';
import { defaultBodyLimit, type RequestBody, type WebhookRequest, withBody } from './request.js';
import { signatureGuard } from './signature.js';
import type { Verified } from './verify.js';

/** A verified request, with what its handler may see. */
export interface Received extends Verified {
  /** The params of a form, the value of JSON, the string of text, else the bytes. */
  readonly body: unknown;
  /** The bytes of the body; `undefined` where a parser took them and left only its params. */
  readonly rawBody: Uint8Array | undefined;
  /** Headers for the response that the guards ask for. */
  readonly headers: Record<string, string>;
}

/** What an adapter may bring of its framework. */
export interface ReceiverSetting {
  /** Where the operator hears of what the client must not learn. Default: `console.error`. */
  readonly warn?: (message: string) => void;
  /**
   * Whether to parse JSON and text for the handler. Default: true. With `false`, for frameworks whose
   * own parsers run on the verified bytes, `body` is the params.
   */
  readonly parse?: boolean;
}

/** A request that guards have let through, without a signature. */
export interface Passed {
  readonly ok: true;
  /** Headers for the response that the guards ask for. */
  readonly headers: Record<string, string>;
  /** The bytes of the body, where a guard has read them; else the request is as it came. */
  readonly rawBody: Uint8Array | undefined;
  /** The body parsed, where a guard has read it; else `undefined`. */
  readonly body: unknown;
}

/** What an adapter runs for each request. */
export interface Receiver<Yes extends Passed = Received> {
  readonly bodyLimit: number;
  /** Checks a request. Rejects only for errors of the server, such as a token look-up that fails. */
  receive(request: WebhookRequest): Promise<Yes | Rejected>;
}

/**
 * All that `webhook(options)` does and that no framework has a part in: guards in their order, the
 * body for the handler, reports of rejections. For those who write an adapter.
 *
 * @throws OptionError at once where an option is wrong or there is no auth token
 */
export function createReceiver(
  options: WebhookOptions = {},
  { warn = warnOnConsole, parse = true }: ReceiverSetting = {},
): Receiver {
  const { signature, httpAuth, bodyLimit, onReject } = checkWebhookOptions(options);
  const verifySignature = signatureGuard(signature);

  async function check(request: WebhookRequest): Promise<Received | Rejected> {
    const credentials = httpAuth && (await httpAuth(request));
    if (credentials?.ok === false) return credentials;
    const verdict = await verifySignature(request);
    if (!verdict.ok) return verdict;
    const { bytes: rawBody } = await request.body();
    const body =
      rawBody === undefined || !parse
        ? verdict.params
        : parseBody(request.header('content-type'), rawBody, verdict.params);
    const { params, url, tokenIndex } = verdict;
    return {
      ok: true,
      params,
      url,
      tokenIndex,
      headers: { ...credentials?.headers },
      body,
      rawBody,
    };
  }

  return {
    bodyLimit,
    async receive(request) {
      let received: Received | Rejected;
      try {
        received = await check(request);
      } catch (error) {
        received = rejectedBy(error);
      }
      if (!received.ok) {
        if (received.error.code === 'no-token') warnOfMissingToken(warn);
        await explainInDevelopment(received.error, request, options, warn);
        await onReject?.(received.error, request);
      }
      return received;
    },
  };
}

/**
 * What `guard(...)` does in every framework: guards alone, for routes that no signature protects.
 *
 * @param guards of several, one must accept
 * @throws OptionError where a guard is none
 */
export function createGuardReceiver(
  guards: Guard | readonly Guard[],
  { parse = true }: ReceiverSetting = {},
): Receiver<Passed> {
  const guard = checkGuards(guards);
  return {
    bodyLimit: defaultBodyLimit,
    async receive(request) {
      let read: RequestBody | undefined;
      const watched = withBody(request, async () => {
        read = await request.body();
        return read;
      });
      try {
        const verdict = await guard(watched);
        if (!verdict.ok) return verdict;
        const { bytes: rawBody } = read ?? {};
        const contentType = request.header('content-type');
        const headers = { ...verdict.headers };
        if (rawBody === undefined) return { ok: true, headers, rawBody, body: undefined };
        const params = formParams(contentType, { bytes: rawBody });
        const body = parse ? parseBody(contentType, rawBody, params) : params;
        return { ok: true, headers, rawBody, body };
      } catch (error) {
        return rejectedBy(error);
      }
    },
  };
}

let warned = false;

/** The client learns nothing, so the operator must. Once: strangers can make it happen at will. */
function warnOfMissingToken(warn: (message: string) => void): void {
  if (warned) return;
  warned = true;
  warn(
    '[sig] no-token: "authToken" returned no token for the account of a request, so it was refused. This is said once.',
  );
}

function warnOnConsole(message: string): void {
  // biome-ignore lint/suspicious/noConsole: where the framework has no log of its own.
  console.error(message);
}
