import { joinUrl, splitUrl } from '@sig/core';
import { SenderError } from './errors.js';

/** A configured URL, in the parts that go different ways. */
export interface ConfiguredUrl {
  /** Without userinfo and fragment: what is signed and requested. */
  readonly url: string;
  /** With the userinfo, as configured. */
  readonly withUserinfo: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  /** Host and port, as configured: the `Host` header. */
  readonly host: string;
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
  readonly origin: string;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
}

const defaultPorts: Record<string, number> = { https: 443, wss: 443, http: 80, ws: 80 };

/**
 * Cuts a URL as text, so that what is signed is what was configured.
 *
 * @throws SenderError `invalid-url`
 */
export function configuredUrl(text: string): ConfiguredUrl {
  const parts = splitUrl(text);
  const scheme = parts?.scheme.slice(0, -3).toLowerCase() ?? '';
  const defaultPort = defaultPorts[scheme];
  if (
    parts === undefined ||
    defaultPort === undefined ||
    parts.host === '' ||
    !URL.canParse(text)
  ) {
    throw new SenderError(
      'invalid-url',
      'The URL must start with https:// (or http://, wss://, ws://) and a host.',
    );
  }
  const [query = ''] = parts.query.split('#', 1);
  const target = (parts.path === '' ? '/' : parts.path) + query;
  if (/[^\x21-\x7e]/.test(target)) {
    throw new SenderError(
      'invalid-url',
      'The URL has a character that cannot be sent as it is: escape spaces and everything that is not ASCII (%20, %C3%A4).',
    );
  }
  const { hostname, port, origin } = new URL(text.replace(/^ws/i, 'http'));
  return {
    url: joinUrl({ ...parts, userinfo: '', query }),
    withUserinfo: joinUrl({ ...parts, query }),
    target,
    host: parts.host + parts.port,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    secure: defaultPort === 443,
    origin,
    credentials: credentialsOf(parts.userinfo),
  };
}

function credentialsOf(userinfo: string): ConfiguredUrl['credentials'] {
  if (userinfo === '') return undefined;
  const [username = '', password = ''] = userinfo.slice(0, -1).split(/:(.*)/s);
  return { username: decode(username), password: decode(password) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SenderError(
      'invalid-url',
      'The user name or password in the URL has a broken escape: write "%" as %25.',
    );
  }
}
