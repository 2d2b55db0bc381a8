// Links that show the same request to somebody else. What is secret stays here.
import { partsOf } from './request.js';
import { blank, frameworks, type Param, type State } from './state.js';

/** The headers that explain a difference; of the others nothing is shared. */
const sharedHeaders = new Set([
  'content-type',
  'content-length',
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-original-uri',
  'x-original-url',
]);

/** What a link holds: neither the key, nor user and password of a URL, nor headers with credentials. */
export function sharedPart(state: State): Omit<State, 'secret' | 'pasted'> {
  const { secret: _, pasted: __, ...rest } = state;
  return {
    ...rest,
    url: withoutUserinfo(state.url),
    configured: withoutUserinfo(state.configured),
    headers: state.headers.filter(([name]) => sharedHeaders.has(name.toLowerCase())),
  };
}

function withoutUserinfo(url: string): string {
  const { scheme, userinfo } = partsOf(url);
  return userinfo === '' ? url : scheme + url.slice(scheme.length + userinfo.length);
}

/** The request as the fragment of a URL. Browsers do not send it. */
export function toFragment(state: State): string {
  const bytes = new TextEncoder().encode(JSON.stringify(sharedPart(state)));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `r=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}

/** The request in the fragment of a URL; `undefined` if there is none, or it is damaged. */
export function fromFragment(fragment: string): State | undefined {
  const encoded = /(?:^|[#&])r=([\w-]+)/.exec(fragment)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return checked(Object(JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    return undefined;
  }
}

/** Somebody else has made the link: what is not as it should be is left out. */
function checked(given: Record<string, unknown>): State {
  const text = (name: 'url' | 'raw' | 'keyId' | 'received' | 'configured') => {
    const value = given[name];
    return typeof value === 'string' ? value : '';
  };
  const one = <T extends string>(name: string, choices: readonly T[], otherwise: T): T =>
    choices.find((choice) => choice === given[name]) ?? otherwise;
  return {
    url: text('url').replace(/[\r\n]/g, ''),
    method: one('method', ['POST', 'GET', 'WS'], blank.method),
    kind: one('kind', ['form', 'raw'], blank.kind),
    params: list(given.params).flatMap(paramOf),
    raw: text('raw'),
    headers: list(given.headers).flatMap(headerOf),
    key: one('key', ['token', 'shared'], blank.key),
    secret: '',
    keyId: text('keyId'),
    received: text('received'),
    configured: text('configured').replace(/[\r\n]/g, ''),
    framework: one('framework', Object.keys(frameworks) as State['framework'][], blank.framework),
  };
}

/** As many parameters as a form of the sender may have. */
const most = 1000;

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

function paramOf(given: unknown): Param[] {
  const { name, value } = Object(given) as Record<string, unknown>;
  return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [];
}

function headerOf(given: unknown): [string, string][] {
  const [name, value] = Array.isArray(given) ? given : [];
  return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
}
