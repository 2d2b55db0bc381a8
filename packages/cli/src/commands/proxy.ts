import type { ProxyOptions, VerifyingProxy } from '@sig/proxy';
import { type Command, Option } from 'commander';
import { exitCodes, UsageError } from '../errors.js';
import { readOneSecret, type TokenOptions } from '../input/token.js';
import { print } from '../output.js';
import { openStore } from '../proxy/redis.js';
import { type GuardFlags, type KeyFlags, webhookOptions } from '../proxy/webhook-options.js';
import { collect, listed, onlyOneOf, withCommon } from './request-options.js';

interface ProxyFlags extends TokenOptions, KeyFlags, GuardFlags {
  readonly upstream?: string;
  readonly forwardAuth?: 'traefik' | 'envoy';
  readonly host: string;
  readonly port: number;
  readonly trustedProxies?: string[];
  readonly upstreamSecretFile?: string;
  readonly healthPath?: string;
  readonly redis?: string | true;
  readonly redisPrefix?: string;
  readonly requestTimeout?: number;
  readonly connectTimeout?: number;
  readonly responseTimeout?: number;
  readonly maxRequests?: number;
  readonly maxTunnels?: number;
  readonly grace: number;
  readonly json?: boolean;
}

export function addProxy(program: Command): void {
  const command = program
    .command('proxy')
    .summary('verify requests in front of an app in any language')
    .description(
      'A reverse proxy that lets genuine requests through to the app, byte for byte, WebSockets included, and refuses every other one. Prints a line for each request. Ends on SIGTERM, once what has begun is finished.',
    )
    .option('--upstream <url>', 'the app: http://127.0.0.1:8000, unix:/run/app.sock')
    .addOption(
      new Option(
        '--forward-auth <proxy>',
        'answer whether a request may pass, forward nothing',
      ).choices(['traefik', 'envoy']),
    )
    .option('--public-url <url>', 'the origin as configured at the sender: https://example.com')
    .option('--host <address>', 'the address to listen on', address, '127.0.0.1')
    .option('--port <number>', 'the port to listen on', countOf('--port', 0, 65_535), 4000)
    .option(
      '--trusted-proxies <list>',
      'whose X-Forwarded-* are believed: addresses, networks, loopback, with commas',
      listed,
    )
    .option('--upstream-secret-file <file>', 'the secret of the X-Sig-Verified header for the app')
    .option(
      '--rewrite <from=to>',
      'a path that a proxy maps: as configured, as it arrives; again for more',
      collect,
    )
    .option('--account-sid <sid>', 'the account that requests must name; again for more', collect)
    .option('--shared-keys-file <file>', 'shared keys, id=secret, one a line')
    .option('--http-auth <kinds>', 'ask for a login as well: basic, digest', listed)
    .option('--users-file <file>', 'the users of --http-auth, user:password, one a line')
    .option('--realm <text>', 'the realm of the logins (default: "webhooks")')
    .option('--nonce-secret-file <file>', 'the secret of Digest nonces, shared by all instances')
    .option('--bearer-file <file>', 'ask for one of these bearer tokens, one a line')
    .option(
      '--ticket-secret-file <file>',
      'upgrades need a ticket sealed with one of these secrets',
    )
    .option('--redis [url]', 'share nonces and tickets; with a password, in REDIS_URL')
    .option('--redis-prefix <text>', 'what the keys in Redis begin with')
    .option(
      '--health-path <path>',
      'the path that reports the state of the proxy (default: "/-/health")',
    )
    .option(
      '--body-limit <bytes>',
      'the largest body (default: 1048576)',
      countOf('--body-limit', 1),
    )
    .option(
      '--request-timeout <ms>',
      'for the client to send (default: 15000)',
      countOf('--request-timeout', 1),
    )
    .option(
      '--connect-timeout <ms>',
      'for the app to accept (default: 5000)',
      countOf('--connect-timeout', 1),
    )
    .option(
      '--response-timeout <ms>',
      'for the app to respond (default: 15000)',
      countOf('--response-timeout', 1),
    )
    .option('--max-requests <n>', 'at a time (default: 500)', countOf('--max-requests', 1))
    .option(
      '--max-tunnels <n>',
      'WebSockets at a time (default: 2000)',
      countOf('--max-tunnels', 1),
    )
    .option(
      '--grace <ms>',
      'how long requests may take to finish after SIGTERM',
      countOf('--grace', 0),
      10_000,
    )
    .addHelpText(
      'after',
      `
Examples:
  sig proxy --upstream http://127.0.0.1:8000 --public-url https://example.com
  sig proxy --upstream unix:/run/app.sock --trusted-proxies loopback --json
  sig proxy --forward-auth traefik --trusted-proxies 10.0.0.0/8 --host 0.0.0.0`,
    );
  withCommon(command);
  for (const option of command.options) {
    if (option.long === '--json') option.description = 'print a JSON object a line';
  }
  command.action(run);
}

async function run(flags: ProxyFlags): Promise<void> {
  // Loaded for this command alone.
  const { createProxy, requestLog } = await import('@sig/proxy');
  const json = flags.json === true;
  const tell = (event: string, message: string) =>
    json
      ? print(JSON.stringify({ time: new Date().toISOString(), event, message }))
      : process.stderr.write(`${message}\n`);
  const warn = (message: string) => void tell('warning', message);
  const options = proxyOptions(flags);
  const store = await openStore(flags, warn);
  try {
    const proxy = createProxy({
      ...options,
      webhook: webhookOptions(flags, store),
      observer: requestLog({ write: print, json }),
      warn,
    });
    const { address, port } = await listen(proxy, flags);
    const host = address.includes(':') ? `[${address}]` : address;
    tell('listening', `sig proxy: listening on http://${host}:${port}, ${purposeOf(flags)}`);
    if (isElsewhere(flags) && flags.upstreamSecretFile === undefined) warn(unprotected);
    await stopSignal();
    tell('stopping', 'sig proxy: finishing what has begun');
    await proxy.close(flags.grace);
  } finally {
    store?.close();
  }
  process.exitCode = exitCodes.good;
}

const unprotected =
  'The app is on another machine: whoever reaches it bypasses the proxy. Give --upstream-secret-file.';

function purposeOf({ forwardAuth, upstream }: ProxyFlags): string {
  return forwardAuth === undefined ? `forwarding to ${upstream}` : `answering ${forwardAuth}`;
}

function proxyOptions(flags: ProxyFlags): Omit<ProxyOptions, 'webhook'> {
  const { upstream, forwardAuth, trustedProxies, healthPath, maxRequests, maxTunnels } = flags;
  if (upstream === undefined && forwardAuth === undefined) {
    throw new UsageError(
      'Where is the app? Give --upstream http://127.0.0.1:8000, or --forward-auth.',
    );
  }
  if (flags.redis !== undefined && !flags.httpAuth?.includes('digest') && !flags.ticketSecretFile) {
    throw new UsageError(
      '--redis is for --http-auth digest and --ticket-secret-file. Signatures need no memory.',
    );
  }
  checkForwarding(flags);
  const { upstreamSecretFile: file } = flags;
  const timeouts = given({
    request: flags.requestTimeout,
    connect: flags.connectTimeout,
    response: flags.responseTimeout,
  });
  const upstreamSecret = file === undefined ? undefined : readOneSecret(file);
  return {
    ...given({ upstream, forwardAuth, trustedProxies, healthPath, maxRequests, maxTunnels }),
    ...given({ upstreamSecret }),
    timeouts,
  };
}

/** Refuses what is for an app, if there is none. */
function checkForwarding(flags: ProxyFlags): void {
  for (const [name, value] of Object.entries({
    '--connect-timeout': flags.connectTimeout,
    '--response-timeout': flags.responseTimeout,
    '--max-tunnels': flags.maxTunnels,
  })) {
    onlyOneOf({ '--forward-auth': flags.forwardAuth, [name]: value }, 'Nothing is forwarded.');
  }
}

/** Without what was not given: an option that is `undefined` would be an unset variable. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

async function listen(proxy: VerifyingProxy, { host, port }: ProxyFlags) {
  try {
    return await proxy.listen(port, host);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EADDRINUSE: 'it is in use. Give another --port',
      EACCES: 'this user may not. Give a --port above 1023',
      EADDRNOTAVAIL: 'this machine has no such address. Give another --host',
      ENOTFOUND: 'there is no such host',
    };
    throw new UsageError(`Cannot listen on port ${port} of ${host}: ${reasons[code] ?? code}.`);
  }
}

/** Resolves when the process is asked to end; asked again, it ends at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(exitCodes.bad));
        resolve();
      });
    }
  });
}

function isElsewhere({ upstream = '' }: ProxyFlags): boolean {
  return /^https?:/i.test(upstream) && !/^https?:\/\/(?:127\.|\[::1\]|localhost\b)/i.test(upstream);
}

/** @throws UsageError if it is empty, which would be all addresses */
function address(text: string): string {
  if (text !== '') return text;
  throw new UsageError('--host is empty. Is the variable that it comes from set? All: 0.0.0.0');
}

/** A parser of whole numbers, for options. */
function countOf(name: string, least: number, most = 2 ** 31 - 1) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new UsageError(
      `${name} must be a whole number from ${least} to ${most}; got ${JSON.stringify(text)}.`,
    );
  };
}
