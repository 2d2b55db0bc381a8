import { WebhookError } from '../errors.js';
import { bodyHash, signedBodyHash } from './body-hash.js';
import { isForm } from './content-type.js';
import { type Params, toValues } from './params.js';
import { checkParamCount, parseFormValues } from './parse-form.js';
import type { SignatureForm } from './providers.js';
import { type SignedParams, sortValues } from './string-to-sign.js';

/** The raw bytes of a body; or, where a parser took them before us, what it made of them. */
export type RequestBody =
  | { readonly bytes: Uint8Array; readonly parsed?: never }
  | { readonly parsed: unknown; readonly bytes?: never };

/** Which content of a body the signature authenticates. */
export interface BodyCoverage {
  /** The params of a form; empty for anything else. */
  readonly signed: SignedParams;
  /** What may follow the URL in the string to sign, the likelier first. */
  readonly texts: readonly string[];
  /** Whether a parser may have changed names: if nothing matches, it has lost what was signed. */
  readonly lossy?: boolean;
}

/**
 * Everything the handler can see must be in the string to sign, or behind a hash that is:
 * a form is in it; any other body needs `bodySHA256`; a form with a `bodySHA256` must match that
 * too, and then the URL alone may be what was signed.
 *
 * @throws WebhookError `body-not-signed`, `body-hash-mismatch`, `body-already-parsed`, `body-too-large`
 */
export function bodyCoverage(
  url: string,
  contentType: string | null | undefined,
  body: RequestBody,
  covers: SignatureForm['covers'] = 'params',
): BodyCoverage {
  if (covers === 'json') return jsonCoverage(body);
  if (body.bytes === undefined) return parsedCoverage(url, contentType, body.parsed);
  // Without a body there is nothing to protect: a GET may carry a bodySHA256 all the same.
  if (body.bytes.length === 0) return urlAlone();
  const hash = signedBodyHash(url);
  const form = isForm(contentType);
  if (!form && hash === undefined) throw new WebhookError('body-not-signed');
  if (hash !== undefined && hash !== bodyHash(body.bytes)) {
    throw new WebhookError('body-hash-mismatch');
  }
  if (!form) return urlAlone();
  const signed = sortValues(parseFormValues(body.bytes));
  return { signed, texts: hash === undefined ? [signed.text] : [signed.text, ''] };
}

/** The body follows the URL as it came. JSON is UTF-8 (RFC 8259, section 8.1): other bytes match no text. */
function jsonCoverage({ bytes }: RequestBody): BodyCoverage {
  if (bytes === undefined) throw new WebhookError('body-already-parsed');
  try {
    return { ...urlAlone(), texts: [utf8.decode(bytes)] };
  } catch {
    return { ...urlAlone(), texts: [] };
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Nothing follows the URL. */
function urlAlone(): BodyCoverage {
  return { signed: sortValues({ names: [], values: [] }), texts: [''] };
}

/** A parser took the bytes. A form with flat values has lost nothing; anything else has. */
function parsedCoverage(
  url: string,
  contentType: string | null | undefined,
  parsed: unknown,
): BodyCoverage {
  const values = isForm(contentType) ? toValues(parsed) : undefined;
  if (values === undefined || signedBodyHash(url) !== undefined) {
    throw new WebhookError('body-already-parsed');
  }
  checkParamCount(values.names.length);
  const signed = sortValues(values);
  // Parsers that nest (qs) make `['1']` of "ids[]=1" and of "ids=1&ids=2" a list as well.
  return { signed, texts: [signed.text], lossy: values.lists === true };
}

/** The params of a body that is a form, verified or not; none for anything else. */
export function formParams(contentType: string | undefined, body: RequestBody): Params {
  const none = { names: [], values: [] };
  if (!isForm(contentType)) return sortValues(none).params;
  const values = body.bytes === undefined ? toValues(body.parsed) : parseFormValues(body.bytes);
  return sortValues(values ?? none).params;
}
