import type { IncomingMessage } from 'node:http';
import type { Received, WebhookRequest } from '@sig/core';
import { checkContentEncoding, createReceiver, defaultBodyLimit } from '@sig/core/adapter';
import { incomingRequest, readStream, toBuffer } from '@sig/core/node';
import { ProxyError } from './errors.js';
import type { Exchange } from './exchange.js';
import { originOf, requestInQuestion } from './forward-auth.js';
import type { CheckedProxyOptions } from './options.js';

/** Verifies a request, and leaves in the exchange what came of it: the verdict, and the body. */
export type Decide = (req: IncomingMessage, exchange: Exchange) => Promise<Received | undefined>;

/**
 * What verifies requests.
 *
 * @returns a function that gives the verdict if it is positive, or if it is not enforced
 */
export function createDecide(options: CheckedProxyOptions): Decide {
  const { webhook, enforce, trusts, forwardAuth, warn } = options;
  const setting = { parse: false, warn };
  const receiver = webhook === false ? undefined : createReceiver(webhook, setting);
  const bodyLimit = receiver?.bodyLimit ?? defaultBodyLimit;

  function requestOf(req: IncomingMessage): WebhookRequest {
    const trusted = trusts(req.socket.remoteAddress);
    const origin = () => originOf(req, trusted);
    if (forwardAuth === undefined) return incomingRequest(req, { bodyLimit, origin });
    if (!trusted) throw new ProxyError('untrusted-peer');
    return requestInQuestion(req, forwardAuth, bodyLimit, origin);
  }

  async function enforced(req: IncomingMessage, exchange: Exchange) {
    exchange.webhook = requestOf(req);
    const received = await receiver?.receive(exchange.webhook);
    exchange.verdict = received;
    if (received?.ok !== true) return undefined;
    exchange.body = toBuffer(received.rawBody ?? new Uint8Array(0));
    return received;
  }

  /** The body is read first: it is forwarded whatever the verdict is. */
  async function observed(req: IncomingMessage, exchange: Exchange) {
    const { upgrade } = exchange.request;
    const bytes = upgrade ? Buffer.alloc(0) : await readStream(req, bodyLimit);
    exchange.body = bytes;
    exchange.webhook = incomingRequest(req, {
      bodyLimit,
      origin: () => originOf(req, trusts(req.socket.remoteAddress)),
      async body() {
        checkContentEncoding(req.headers['content-encoding']);
        return { bytes };
      },
    });
    const received = await receiver?.receive(exchange.webhook);
    exchange.verdict = received;
    return received?.ok === true ? received : undefined;
  }

  return async (req, exchange) => {
    const received = await (enforce ? enforced(req, exchange) : observed(req, exchange));
    exchange.decided();
    if (enforce && exchange.verdict?.ok === false) throw exchange.verdict.error;
    return received;
  };
}
