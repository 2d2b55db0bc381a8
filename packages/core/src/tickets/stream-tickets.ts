import { hmac } from '#hash';
import { OptionError, WebhookError } from '../errors.js';
import { equal } from '../hash/equal.js';
import { joinUrl, splitUrl } from '../scheme/url-parts.js';
import { base64url, bytesOfHex } from '../store/bytes.js';
import { firstUse } from '../store/first-use.js';
import type { Store } from '../store/store.js';
import { checkOptionNames } from '../webhook/option-names.js';
import type { JsonValue, TicketVerifier } from './ticket.js';

/** The options of {@link createStreamTickets}. */
export interface StreamTicketOptions {
  /**
   * What tickets are sealed with: 32 characters or more, or a list of such secrets, of which the first seals and all are
   * accepted (rotation). The auth token serves: keys are derived with a label that no signed URL has.
   */
  readonly secrets: string | readonly string[];
  /** Where used tickets are remembered: shared by all servers that accept them. */
  readonly store: Pick<Store, 'claim'>;
  /**
   * How long a ticket is good, in milliseconds, from when its URL is made: what comes before `<Connect>` in the TwiML must
   * fit. Default: 300,000.
   */
  readonly lifetime?: number | undefined;
  /** Servers that share no store have different regions, so that none accepts another's tickets. Default: none. */
  readonly region?: string | undefined;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** Makes URLs for `<Stream>`, and verifies their tickets. */
export interface StreamTickets extends TicketVerifier {
  /**
   * The URL with a ticket as its last path segment. The ticket is sealed and not secret: it stands in logs, so put no
   * personal data into it.
   *
   * @param base a `wss://` URL without a query, such as `wss://example.com/media`
   * @throws OptionError if the base or what is to be sealed is not as it must be, or too long
   */
  url(base: string, sealed: { readonly callSid: string; readonly data?: JsonValue }): string;
}

const label = 'sig/stream-ticket/1';
/** How far apart the clocks of servers may be, in milliseconds. */
const clockSkew = 30_000;
const maxSegment = 1024;

/**
 * Tickets for media streams. The signature of a WebSocket upgrade is the same each time: whoever sees the headers once
 * can open sessions until the key is rotated. A ticket in the path of the URL makes it good for one session, of one call,
 * for a few minutes.
 *
 * @throws OptionError if an option is wrong
 * @example
 * const tickets = createStreamTickets({ secrets: authToken, store: memoryStore() })
 * const stream = tickets.url('wss://example.com/media', { callSid: 'CA0123' })
 * const forUpgrades = { authToken, tickets } // createVerifier(forUpgrades)
 */
export function createStreamTickets(options: StreamTicketOptions): StreamTickets {
  const { keys, store, lifetime, region, now } = checked(options);
  const macOf = (key: Uint8Array, route: string, payload: string) =>
    base64url(
      bytesOfHex(hmac('sha256', key, `${label}\n${region}\n${route}\n${payload}`, 'hex')).subarray(
        0,
        16,
      ),
    );

  return {
    url(base, { callSid, data }) {
      const parts = splitUrl(base);
      if (
        parts === undefined ||
        !/^(?:wss?|https?):\/\/$/i.test(parts.scheme) ||
        parts.query !== ''
      ) {
        throw new OptionError(
          'base',
          'The base of a stream URL must be wss://host/path, without a query.',
        );
      }
      if (typeof callSid !== 'string' || callSid === '') {
        throw new OptionError('callSid', '"callSid" must be the CallSid of the verified request.');
      }
      const route = parts.path.endsWith('/') ? parts.path : `${parts.path}/`;
      const sealed = {
        e: Math.floor((now() + lifetime) / 1000),
        i: base64url(globalThis.crypto.getRandomValues(new Uint8Array(16))),
        c: callSid,
        ...(data === undefined ? {} : { d: data }),
      };
      const payload = base64url(new TextEncoder().encode(JSON.stringify(sealed)));
      const segment = `${payload}.${macOf(keys[0] as Uint8Array, route, payload)}`;
      if (segment.length > maxSegment) {
        throw new OptionError(
          'data',
          `A ticket may have ${maxSegment} characters; this has ${segment.length}.`,
        );
      }
      return joinUrl({ ...parts, path: route + segment });
    },

    async verify(url) {
      const { path = '', query = '' } = splitUrl(url) ?? {};
      // Senders sign a slash at the end besides.
      const [, route = '', segment = ''] = /^(.*\/)([^/]+)\/?$/.exec(path) ?? [];
      if (query !== '' || !segment.includes('.') || segment.length > maxSegment) {
        throw new WebhookError('ticket-missing');
      }
      const [payload = '', mac = ''] = segment.split(/\.(.*)/s, 2);
      const isSealed = keys.map((key) => equal(macOf(key, route, payload), mac)).includes(true);
      const sealed = isSealed ? parse(payload) : undefined;
      if (sealed === undefined) throw new WebhookError('ticket-invalid');
      const left = sealed.e * 1000 - now();
      if (left + clockSkew <= 0) throw new WebhookError('ticket-expired');
      const isFirst = await firstUse(store, `t:${sealed.i}`, Math.ceil(left) + 2 * clockSkew);
      if (!isFirst) throw new WebhookError('ticket-used');
      return { callSid: sealed.c, data: sealed.d };
    },
  };
}

interface Sealed {
  /** When it expires, in seconds since 1970. */
  readonly e: number;
  /** Its own name: 16 random bytes. */
  readonly i: string;
  readonly c: string;
  readonly d?: JsonValue;
}

/** A payload whose seal has been verified; `undefined` if it is of another version. */
function parse(payload: string): Sealed | undefined {
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const sealed: Partial<Sealed> = JSON.parse(new TextDecoder().decode(bytes));
    const { e, i, c } = sealed;
    const isOurs = Number.isSafeInteger(e) && /^[\w-]{22}$/.test(i ?? '') && typeof c === 'string';
    return isOurs ? (sealed as Sealed) : undefined;
  } catch {
    return undefined;
  }
}

function checked(options: StreamTicketOptions) {
  checkOptionNames(options, ['secrets', 'store', 'lifetime', 'region', 'now']);
  const { secrets, store, lifetime = 300_000, region = '', now = Date.now } = options;
  const list: readonly unknown[] = [secrets].flat();
  if (list.length === 0 || !list.every((one) => typeof one === 'string' && one.length >= 32)) {
    throw new OptionError(
      'secrets',
      '"secrets" must be text of 32 characters or more, or a list of such. Is the variable that you read it from set?',
    );
  }
  if (typeof (store as Partial<Store> | undefined)?.claim !== 'function') {
    throw new OptionError(
      'store',
      '"store" must be a store, such as memoryStore() of @sig/core/store or redisStore() of @sig/redis.',
    );
  }
  if (!Number.isSafeInteger(lifetime) || lifetime < 1000) {
    throw new OptionError(
      'lifetime',
      '"lifetime" must be a whole number of milliseconds, 1,000 or more.',
    );
  }
  if (typeof region !== 'string' || !/^[\w.-]*$/.test(region)) {
    throw new OptionError('region', '"region" must be letters, digits, "_", "." and "-".');
  }
  if (typeof now !== 'function') throw new OptionError('now', '"now" must be a function.');
  const keys = (list as readonly string[]).map((secret) =>
    bytesOfHex(hmac('sha256', secret, label, 'hex')),
  );
  return { keys, store, lifetime, region, now };
}
