import { WebhookError } from '../errors.js';
import { isForm, isJson, mediaType } from '../scheme/content-type.js';
import type { Params } from '../scheme/params.js';

/**
 * What a handler gets as the body of a verified request: the params of a form, the value of JSON,
 * the string of `text/*`, the bytes of anything else; and an empty object where there is no body.
 *
 * @throws WebhookError `malformed-body` if JSON or UTF-8 does not parse
 */
export function parseBody(
  contentType: string | undefined,
  bytes: Uint8Array,
  params: Params,
): unknown {
  if (bytes.length === 0 || isForm(contentType)) return params;
  const type = mediaType(contentType);
  try {
    if (isJson(contentType)) return JSON.parse(utf8(bytes));
    return type.startsWith('text/') ? utf8(bytes) : bytes;
  } catch (cause) {
    throw new WebhookError('malformed-body', { cause });
  }
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
