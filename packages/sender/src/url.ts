import { joinUrl, splitUrl } from '@sig/core/adapter';
import { SenderError } from './errors.js';

/** A configured URL, in the parts that go different ways. */
export interface ConfiguredUrl {
  /** Without userinfo and fragment, with a path: what is signed and requested. */
  readonly url: string;
  /** With the userinfo, as configured. */
  readonly withUserinfo: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  /** Host and port, as configured, with non-ASCII letters converted (IDNA): the `Host` header. */
  readonly host: string;
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
  readonly origin: string;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
}

const defaultPorts: Record<string, number> = { https: 443, wss: 443, http: 80, ws: 80 };

/**
 * Cuts a URL as text, so that what is signed is what was configured. A missing path is `/`, which is what
 * is requested; a fragment is neither sent nor signed.
 *
 * @throws SenderError `invalid-url`
 */
export function configuredUrl(text: string): ConfiguredUrl {
  const parts = splitUrl(text);
  const scheme = parts?.scheme.slice(0, -3).toLowerCase() ?? '';
  const defaultPort = defaultPorts[scheme];
  const parsed = parseUrl(text.replace(/^ws/i, 'http'));
  if (
    parts === undefined ||
    defaultPort === undefined ||
    parts.host === '' ||
    parsed === undefined
  ) {
    throw new SenderError(
      'invalid-url',
      'The URL must start with https:// (or http://, wss://, ws://) and a host.',
    );
  }
  const [query = ''] = parts.query.split('#', 1);
  const path = parts.path === '' ? '/' : parts.path;
  const target = path + query;
  if (/[^\x21-\x7e]/.test(target)) {
    throw new SenderError(
      'invalid-url',
      'The URL has a character that cannot be sent as it is: escape spaces and everything that is not ASCII (%20, %C3%A4).',
    );
  }
  const { hostname, port, origin } = parsed;
  return {
    url: joinUrl({ ...parts, userinfo: '', path, query }),
    withUserinfo: joinUrl({ ...parts, path, query }),
    target,
    host: (/[^\x21-\x7e]/.test(parts.host) ? hostname : parts.host) + parts.port,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    secure: defaultPort === 443,
    origin,
    credentials: credentialsOf(parts.userinfo),
  };
}

/** A configured URL with another query (with its `?`). */
export function withQuery(configured: ConfiguredUrl, query: string): ConfiguredUrl {
  const replaced = (text: string) => text.split('?', 1)[0] + query;
  const { url, withUserinfo, target } = configured;
  return {
    ...configured,
    url: replaced(url),
    withUserinfo: replaced(withUserinfo),
    target: replaced(target),
  };
}

/** @throws SenderError `token-in-clear` if others could read what is sent (RFC 6750, section 5.2) */
export function checkConfidential({ secure, hostname }: ConfiguredUrl): void {
  if (secure || /^(?:localhost|(?:.+\.)localhost|127(?:\.\d+){3}|::1)$/i.test(hostname)) return;
  throw new SenderError(
    'token-in-clear',
    'A bearer token ("bearer") is sent over https or wss only, or to this machine: anyone on the way could use it. For a network that you trust, set the Authorization header of the request.',
  );
}

/** A URL, relative to `base` if there is one; `undefined` if it is not valid. */
export function parseUrl(text: string, base?: string): URL | undefined {
  // Not URL.canParse(): on Node 20 and 22, once optimized, it may refuse hosts that are not ASCII.
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

function credentialsOf(userinfo: string): ConfiguredUrl['credentials'] {
  if (userinfo === '') return undefined;
  const [username = '', password = ''] = userinfo.slice(0, -1).split(/:(.*)/s);
  return { username: decode(username), password: decode(password) };
}

function decode(text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    throw new SenderError(
      'invalid-url',
      'The user name or password in the URL has a broken escape: write "%" as %25.',
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617, section 2, forbids them.
  if (/[\0-\x1f\x7f]/.test(decoded)) {
    const message = 'The user name or password in the URL has a control character.';
    throw new SenderError('invalid-url', message);
  }
  return decoded;
}
