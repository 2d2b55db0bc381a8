// The functions of the `twilio` package, by the same names, with the same arguments and results, so
// that migrating is changing one import. Where that package throws on bad input, these return false.
import { parse, stringify } from 'node:querystring';
import { hmacSha1, hmacSha256 } from '#hash';
import { equal } from '../hash/equal.js';
import { bodyHash } from '../scheme/body-hash.js';
import { signatureHeader } from '../scheme/sign.js';
import { parseSignatureSettings, signatureSettingsHeader } from '../scheme/signature-settings.js';
import { cutFragment, joinUrl, splitUrl } from '../scheme/url-parts.js';
import { targetReading } from '../webhook/request-url.js';

/**
 * The header of the signature.
 *
 * @example
 * SIGNATURE_HEADER // 'X-Twilio-Signature'
 */
export const SIGNATURE_HEADER: string = signatureHeader;

/**
 * The header that announces a shared key and its algorithm.
 *
 * @example
 * SIGNATURE_SETTINGS_HEADER // 'X-Twilio-Webhooks-Signature-Settings'
 */
export const SIGNATURE_SETTINGS_HEADER: string = signatureSettingsHeader;

/**
 * The algorithm that a settings header announces, for the last argument of `validateRequest()`. Not signed: choose
 * the key by the header, and a key's algorithm by the key.
 *
 * @returns `HMAC_SHA1` without a header; for an algorithm that is not supported, and for a header that does not
 * parse, `unsupported`, with which nothing is valid
 * @example
 * getSignatureAlgorithm('key=KEY_ID,algorithm=HMAC_SHA256') // 'HMAC_SHA256'
 */
export function getSignatureAlgorithm(header: string | undefined): string {
  if (header === undefined) return 'HMAC_SHA1';
  const settings = typeof header === 'string' ? parseSignatureSettings(header) : undefined;
  return settings?.algorithm?.replace('-', '_') ?? 'unsupported';
}

/** HMACs by the names of algorithms; a `Map`, so that a name such as `constructor` finds none. */
const hmacs = new Map([
  ['HMAC_SHA1', hmacSha1],
  ['HMAC_SHA256', hmacSha256],
]);

/**
 * The signature of a request with these parameters. Secret: whoever has it can forge the request.
 *
 * @param params the parsed parameters; arrays are signed without duplicates, sorted
 * @param algorithm `HMAC_SHA1`, or `HMAC_SHA256` with the secret of a shared key in place of the auth token
 * @throws RangeError for any other algorithm
 * @example
 * getExpectedTwilioSignature('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', params)
 */
export function getExpectedTwilioSignature(
  authToken: string,
  url: string,
  params: Record<string, unknown> | null,
  algorithm = 'HMAC_SHA1',
): string {
  const hmac = hmacs.get(algorithm);
  if (hmac === undefined) throw new RangeError(`There is no algorithm ${algorithm}.`);
  let text = cutFragment(url);
  for (const name of Object.keys(params ?? {}).sort()) text += signedParam(name, params?.[name]);
  return hmac(authToken, text);
}

/**
 * Lower-case hex SHA-256 of a body.
 *
 * @example
 * getExpectedBodyHash('') // 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
 */
export function getExpectedBodyHash(body: string): string {
  return bodyHash(body);
}

/**
 * Whether the signature is that of this URL with these parameters.
 *
 * @param authToken the auth token; with `HMAC_SHA256` the secret of a shared key
 * @param algorithm `HMAC_SHA1`, or `HMAC_SHA256`; with any other nothing is valid
 * @example
 * const isGenuine = validateRequest(authToken, signature, url, params)
 */
export function validateRequest(
  authToken: string,
  twilioHeader: string,
  url: string,
  params: Record<string, unknown> | null,
  algorithm = 'HMAC_SHA1',
): boolean {
  if (!authToken || typeof twilioHeader !== 'string' || !hmacs.has(algorithm)) return false;
  if (!Object.values(params ?? {}).every(isFlat)) return false;
  return urlForms(url).some((form) =>
    equal(getExpectedTwilioSignature(authToken, form, params, algorithm), twilioHeader),
  );
}

/**
 * Whether a body has this hash.
 *
 * @example
 * validateBody('', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855') // true
 */
export function validateBody(body: string, hash: string): boolean {
  return typeof hash === 'string' && equal(getExpectedBodyHash(body), hash);
}

/**
 * Whether the signature is that of this URL, and the body has the URL's `bodySHA256`.
 *
 * @example
 * const isGenuine = validateRequestWithBody(authToken, signature, url, body)
 */
export function validateRequestWithBody(
  authToken: string,
  twilioHeader: string,
  url: string,
  body: string,
  algorithm = 'HMAC_SHA1',
): boolean {
  const normalized = normalize(url);
  return (
    normalized !== undefined &&
    validateRequest(authToken, twilioHeader, url, {}, algorithm) &&
    validateBody(body, new URL(normalized).searchParams.get('bodySHA256') ?? '')
  );
}

/** Whether a value can be one of a form. JSON has others, which a handler would read as what they are not. */
function isFlat(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every((one) => typeof one === 'string')
    : typeof value !== 'object' || value === null;
}

function signedParam(name: string, value: unknown): string {
  if (!Array.isArray(value)) return name + value;
  const values = [...new Set(value)].sort();
  return values.map((item) => signedParam(name, item)).join('');
}

/** The forms that the `twilio` package tries. Its own normalisation is kept for its results' sake. */
function urlForms(configured: string): string[] {
  const url = cutFragment(configured);
  const asReceived = [withoutPort(url), withDefaultPort(url)];
  const normalized = normalize(url);
  if (normalized === undefined) return asReceived;
  const ports = [withoutPort(normalized), withDefaultPort(normalized)];
  return [...new Set([...asReceived, ...ports, ...ports.map(reprintQuery)])];
}

/** What `new URL()` makes of a URL; `undefined` if a handler would read something else from it, such as `/b` from `/a/../b`. */
function normalize(url: string): string | undefined {
  try {
    const normalized = new URL(url).toString();
    return pathOf(normalized) === pathOf(url) ? normalized : undefined;
  } catch {
    return undefined;
  }
}

/** The path of a URL as a handler reads it. */
function pathOf(url: string): string {
  return targetReading(splitUrl(url)?.path ?? '');
}

function withoutPort(url: string): string {
  const parts = splitUrl(url);
  return parts === undefined ? url : joinUrl({ ...parts, port: '' });
}

function withDefaultPort(url: string): string {
  const parts = splitUrl(url);
  if (parts === undefined || parts.port !== '') return url;
  return joinUrl({ ...parts, port: parts.scheme.toLowerCase() === 'https://' ? ':443' : ':80' });
}

function reprintQuery(url: string): string {
  const start = url.indexOf('?') + 1;
  return start === 0 || start === url.length
    ? url
    : url.slice(0, start) + stringify(parse(url.slice(start), '&', '=', { maxKeys: 0 }));
}
