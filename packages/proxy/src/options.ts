import { OptionError, type WebhookOptions } from '@sig/core';
import { checkOptionNames } from '@sig/core/adapter';
import type { ProxyObserver } from './exchange.js';
import type { ForwardAuth } from './forward-auth.js';
import { type TrustedProxies, trustedProxiesOf } from './trusted-proxies.js';

/** How long things may take, in milliseconds. */
export interface ProxyTimeouts {
  /** Until the application accepts a connection. Default: 5,000. */
  readonly connect?: number | undefined;
  /** Until the application responds, and between two parts of its response. Default: 15,000, as senders wait. */
  readonly response?: number | undefined;
  /** Until the client has sent its request, body included. Default: 15,000. */
  readonly request?: number | undefined;
}

/** The options of {@link createProxy}. */
export interface ProxyOptions {
  /** The application: `http://127.0.0.1:8000`, `https://...`, or `unix:/run/app.sock`. Not needed with `forwardAuth`. */
  readonly upstream?: string | undefined;
  /**
   * The options of `webhook()`: `authToken`, `sharedKeys`, `publicUrl`, `httpAuth`, `tickets`, `bodyLimit` and the others.
   * `false` verifies nothing, and goes with `enforce: false` alone.
   */
  readonly webhook: WebhookOptions | false;
  /**
   * Whether requests that do not verify are refused. With `false` they are forwarded as well, and `X-Forwarded-*` stay as
   * they came: for tools that show requests, never for the internet. Default: true.
   */
  readonly enforce?: boolean | undefined;
  /**
   * Whose `X-Forwarded-*` are believed: addresses, networks (`10.0.0.0/8`), or `loopback`. Default: nobody's.
   */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The secret of `X-Sig-Verified`, 32 characters or more. Default: none, and no such header is set. */
  readonly upstreamSecret?: string | undefined;
  /** Answers whether a request may pass, for Traefik or Envoy, and forwards nothing. Default: none. */
  readonly forwardAuth?: ForwardAuth | undefined;
  /**
   * The path whose unsigned GETs are answered with the state of the proxy; signed requests to it are the application's.
   * `false` for none. Default: `/-/health`; none with `enforce: false`.
   */
  readonly healthPath?: string | false | undefined;
  readonly timeouts?: ProxyTimeouts | undefined;
  /** How many requests are worked on at a time; one more is answered with 503. Default: 500. */
  readonly maxRequests?: number | undefined;
  /** How many WebSockets are open at a time; one more is answered with 503. Default: 2,000. */
  readonly maxTunnels?: number | undefined;
  /** Sees every request, such as {@link requestLog}. */
  readonly observer?: ProxyObserver | undefined;
  /** Where the operator hears of what the client must not learn. Default: `console.error`. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** {@link ProxyTimeouts}, with their defaults. */
type Times = Readonly<Record<keyof ProxyTimeouts, number>>;

/** Options of the proxy, checked, with their defaults. */
export interface CheckedProxyOptions {
  readonly upstream: { readonly origin: string; readonly socketPath?: string };
  readonly webhook: WebhookOptions | false;
  readonly enforce: boolean;
  readonly trusts: TrustedProxies;
  readonly upstreamSecret: string | undefined;
  readonly forwardAuth: ForwardAuth | undefined;
  readonly healthPath: string | false;
  readonly timeouts: Times;
  readonly maxRequests: number;
  readonly maxTunnels: number;
  readonly observer: ProxyObserver | undefined;
  readonly warn: (message: string) => void;
}

const names = [
  'upstream',
  'webhook',
  'enforce',
  'trustedProxies',
  'upstreamSecret',
  'forwardAuth',
  'healthPath',
  'timeouts',
  'maxRequests',
  'maxTunnels',
  'observer',
  'warn',
];

/** @throws OptionError that names the option */
export function checkProxyOptions(options: ProxyOptions): CheckedProxyOptions {
  checkOptionNames(options, names);
  const { webhook, enforce = true, trustedProxies = [], upstreamSecret, forwardAuth } = options;
  const { healthPath = enforce ? '/-/health' : false, observer, warn } = options;
  if (typeof enforce !== 'boolean')
    throw new OptionError('enforce', '"enforce" must be a boolean.');
  if (webhook !== false && typeof webhook !== 'object') {
    throw new OptionError('webhook', '"webhook" must be the options of webhook(), or false.');
  }
  if (enforce && webhook === false) {
    throw new OptionError(
      'webhook',
      '"webhook: false" verifies nothing: set "enforce: false" too.',
    );
  }
  if (upstreamSecret !== undefined && !(String(upstreamSecret).length >= 32)) {
    throw new OptionError('upstreamSecret', '"upstreamSecret" must have 32 characters or more.');
  }
  checkForwardAuth(options, enforce);
  const isPath = typeof healthPath === 'string' && /^\/[!-~]*$/.test(healthPath);
  if (healthPath !== false && !(isPath && enforce)) {
    throw new OptionError(
      'healthPath',
      '"healthPath" must be a path such as "/-/health", or false; with "enforce: false" there is none.',
    );
  }
  return {
    upstream: forwardAuth === undefined ? upstreamOf(options.upstream) : nowhere,
    webhook,
    enforce,
    trusts: trustedProxiesOf(trustedProxies),
    upstreamSecret,
    forwardAuth,
    healthPath,
    timeouts: timeoutsOf(options.timeouts),
    maxRequests: countOf('maxRequests', options.maxRequests, 500),
    maxTunnels: countOf('maxTunnels', options.maxTunnels, 2_000),
    observer,
    warn: warn ?? warnOnConsole,
  };
}

function warnOnConsole(message: string): void {
  // biome-ignore lint/suspicious/noConsole: for programs that have no log of their own.
  console.error(message);
}

/** Forward auth forwards nothing. */
const nowhere = { origin: 'http://127.0.0.1:9' };

function checkForwardAuth(options: ProxyOptions, enforce: boolean): void {
  const { forwardAuth, upstream, trustedProxies = [] } = options;
  if (forwardAuth === undefined) return;
  if (forwardAuth !== 'traefik' && forwardAuth !== 'envoy') {
    throw new OptionError('forwardAuth', '"forwardAuth" must be "traefik" or "envoy".');
  }
  if (upstream !== undefined || !enforce) {
    throw new OptionError(
      'forwardAuth',
      '"forwardAuth" answers and forwards nothing: leave out "upstream" and "enforce".',
    );
  }
  if (trustedProxies.length > 0) return;
  throw new OptionError(
    'trustedProxies',
    '"forwardAuth" needs "trustedProxies": the addresses from which the proxy asks.',
  );
}

function upstreamOf(upstream: unknown): { origin: string; socketPath?: string } {
  const text = typeof upstream === 'string' ? upstream : '';
  const [, socketPath] = /^unix:(\/.+)$/.exec(text) ?? [];
  if (socketPath !== undefined) return { origin: 'http://localhost', socketPath };
  const url = /^https?:\/\/[^/?#@\s]+\/?$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url !== null) return { origin: url.origin };
  throw new OptionError(
    'upstream',
    `"upstream" must be the address of the application without a path, such as "http://127.0.0.1:8000" or "unix:/run/app.sock"; got ${JSON.stringify(text.replace(/\/\/.*@/, '//…@'))}.`,
  );
}

function timeoutsOf(timeouts: ProxyTimeouts = {}): Times {
  checkOptionNames(timeouts, ['connect', 'response', 'request']);
  const { connect = 5_000, response = 15_000, request = 15_000 } = timeouts;
  for (const [name, value] of Object.entries({ connect, response, request })) {
    // Timers overflow above it.
    if (Number.isSafeInteger(value) && value > 0 && value < 2 ** 31) continue;
    throw new OptionError('timeouts', `"${name}" of "timeouts" must be milliseconds above 0.`);
  }
  return { connect, response, request };
}

function countOf(name: string, value: number | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new OptionError(name, `"${name}" must be a whole number above 0.`);
}
