import { formType } from './content-type.js';
import { toPairs } from './params.js';
import { type SignOptions, sign, signatureHeader } from './sign.js';
import { signatureSettingsHeader } from './signature-settings.js';

/** What a test sends. */
export interface SignedRequestOptions<Body extends string | Uint8Array = string | Uint8Array>
  extends SignOptions {
  /** The raw body of any other request than a form. */
  readonly body?: Body;
  /** The method. Default: `POST` with `params` or a `body`, else `GET`. */
  readonly method?: string;
  /** Further headers. Of a `body`, the default `Content-Type` is `application/json`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A genuine request, in the form that `fetch`, `supertest` and `app.inject` take. */
export interface SignedRequest<Body extends string | Uint8Array = string | Uint8Array> {
  readonly method: string;
  /** The signed URL, with the `bodySHA256` of a `body`. */
  readonly url: string;
  /** Path and query of the signed URL: what to ask a server in a test for. */
  readonly path: string;
  readonly headers: Record<string, string>;
  /** The body as it is sent: a form, or the `body` that was given. */
  readonly body?: Body | string;
}

/**
 * A request signed as the sender signs it, for tests of your own routes.
 *
 * @param options `url` is the URL that the route verifies: its `publicUrl` with the path
 * @throws OptionError as {@link sign} does
 * @example
 * const request = signedRequest({ authToken, url: 'https://example.com/voice', params: { Digits: '1' } })
 * await fetch(`http://localhost:3000${request.path}`, request)
 * await supertest(app).post(request.path).set(request.headers).send(request.body) // Express, Koa
 * const { path, ...rest } = request
 * await app.inject({ ...rest, url: path }) // Fastify, which takes one of `url` and `path`
 */
export function signedRequest<Body extends string | Uint8Array = string>(
  options: SignedRequestOptions<Body>,
): SignedRequest<Body> {
  const { method, headers } = options;
  // Read once: pairs may come from an iterator.
  const pairs = toPairs(options.params);
  const { signature, url, signatureSettings } = sign(
    pairs === undefined ? options : { ...options, params: pairs },
  );
  const body =
    pairs === undefined
      ? options.body
      : String(new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])));
  const type = pairs === undefined ? 'application/json' : formType;
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    url,
    path: url.replace(/^[^/]*\/\/[^/?#]*/, '').replace(/^(?!\/)/, '/'),
    headers: {
      ...(body !== undefined && { 'Content-Type': type }),
      [signatureHeader]: signature,
      ...(signatureSettings !== undefined && { [signatureSettingsHeader]: signatureSettings }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  };
}
