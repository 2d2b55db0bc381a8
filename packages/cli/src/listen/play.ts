import { type CallRequest, signRequest } from '@sig/sender';
import { CookieJar } from 'tough-cookie';
import type { RequestRecord } from '../capture/record.js';
import { eventRequest, freshness } from '../commands/send-event.js';
import { UsageError } from '../errors.js';
import type { EventKind } from '../events/events.js';
import { playCall } from '../events/play-call.js';
import { type Answered, type Sent, send, signerOf } from './again.js';
import type { Listener } from './listener.js';

/** Where an event goes. */
export interface Destination {
  readonly path: string;
  /** Where requests come in. */
  readonly port: number;
}

/**
 * Sends an event that is made up, as if it came through the tunnel.
 *
 * @throws UsageError if there is no key
 */
export function playEvent(
  listener: Listener,
  kind: EventKind,
  { path, port }: Destination,
): Promise<RequestRecord> {
  const request = eventRequest(kind, originOf(listener, port) + path, {}, { get: false });
  const sent = tunnelled(listener, request);
  return listener.again('played', (inside) => send(inside, sent));
}

/** A call that was played. */
export interface PlayedCall {
  readonly first: RequestRecord;
  /** What was sent, in order: `incoming call`, `gather`, `call status`. */
  readonly steps: readonly string[];
  /** Why it ended early; `undefined` if it did not. */
  readonly problem: string | undefined;
}

/**
 * Sends the events of a call, one after the other, with one `CallSid` and the cookies of the app.
 *
 * @param statusPath where the end of the call is reported; `undefined` for nowhere
 * @throws UsageError if there is no key
 */
export async function playWholeCall(
  listener: Listener,
  { path, port, statusPath }: Destination & { readonly statusPath: string | undefined },
): Promise<PlayedCall> {
  const origin = originOf(listener, port);
  const jar = new CookieJar();
  let first: RequestRecord | undefined;
  const script = playCall({
    url: origin + path,
    overrides: {},
    freshness: freshness(),
    ...(statusPath === undefined ? {} : { statusCallback: { url: origin + statusPath } }),
    async send(request) {
      const { url } = request;
      if (new URL(url).origin !== new URL(origin).origin) {
        throw new UsageError(`<Gather> asks ${new URL(url).origin}, which is not the app.`);
      }
      const sent = tunnelled(listener, request, await jar.getCookieString(url));
      let answered: Promise<Answered> | undefined;
      const record = await listener.again('played', (inside) => {
        answered = send(inside, sent);
        return answered;
      });
      first ??= record;
      const { status, contentType, cookies, text } = (await answered) as Answered;
      for (const cookie of cookies) await jar.setCookie(cookie, url, { ignoreError: true });
      return { url, status, contentType, text };
    },
  });
  const steps: string[] = [];
  let problem: string | undefined;
  try {
    for await (const { title } of script) steps.push(title);
  } catch (error) {
    problem = (error as Error).message;
    if (first === undefined) throw error;
  }
  return { first: first as RequestRecord, steps, problem };
}

/** Of the URLs that are signed. */
function originOf({ settings }: Listener, port: number): string {
  return (settings.publicUrl ?? `http://127.0.0.1:${port}`).replace(/\/$/, '');
}

/** @throws UsageError if there is no key */
function tunnelled({ settings }: Listener, request: CallRequest, cookies = ''): Sent {
  const { keys, publicUrl } = settings;
  const { method, target, headers, body, destination } = signRequest(request, signerOf(keys));
  const { protocol } = new URL(request.url);
  return {
    method,
    target,
    headers: [
      ['Host', destination.host],
      ['User-Agent', 'sig-listen'],
      // As a tunnel says it, for apps that go by that.
      ...(publicUrl === undefined ? [] : [['X-Forwarded-Proto', protocol.slice(0, -1)] as const]),
      ...(cookies === '' ? [] : [['Cookie', cookies] as const]),
      ...headers,
    ],
    body: body ?? new Uint8Array(0),
  };
}
