import { bodyHash, signedBodyHash } from '../scheme/body-hash.js';
import { mediaType } from '../scheme/content-type.js';
import { sortParams } from '../scheme/string-to-sign.js';
import type { Budget } from './budget.js';
import type { Cause } from './causes.js';
import { Dimension } from './dimension.js';
import { maxBody, maxPairs, maxVariedBody } from './input.js';
import type { Seen } from './seen.js';
import { jsonPrints } from './variants/json.js';
import { addParams, weightOf } from './variants/params.js';

/** What may have followed the URL in the string to sign. */
export function textDimension({ pairs, contentType, body }: Seen, budget: Budget): Dimension {
  const isFew = pairs !== undefined && pairs.length <= maxPairs;
  const text = isFew && budget.take(weightOf(pairs)) ? sortParams(pairs).text : undefined;
  const dimension = new Dimension(budget, text);
  if (pairs?.length === 0) return dimension;
  // The signature covers the URL alone: of JSON that is as it should be.
  const isJson = /json/.test(mediaType(contentType));
  dimension.addText([isJson ? 'json-as-form' : 'get-signature-on-post'], 1, '');
  if (pairs !== undefined && body.length <= maxVariedBody) addParams(dimension, pairs);
  return dimension;
}

/** What is wrong with a body that follows nothing in the string to sign, where the URL is the signed one. */
export function bodyCauses(
  { url, targets, body, pairs }: Seen,
  text: string,
  budget: Budget,
): readonly Cause[] {
  if (text !== '' || body.length === 0 || pairs?.length !== 0) return [];
  const hashes = [url, ...targets].map(signedBodyHash);
  const signed = hashes.find((one) => one !== undefined);
  if (signed === undefined) return ['get-signature-on-post'];
  const isRead = body.length <= maxBody && budget.take(body.length);
  if (isRead && signed === bodyHash(body)) return [];
  if (body.length > maxVariedBody) return ['body-changed'];
  const json = typeof body === 'string' ? body : new TextDecoder().decode(body);
  for (const print of jsonPrints(json, budget)) {
    if (bodyHash(print) === signed) return ['json-reserialised'];
  }
  return ['body-changed'];
}

/** Whether the request announces a body that is missing. */
export function isBodyGone({ header, body, pairs }: Seen): boolean {
  const announced = Number(header('content-length') ?? 0) > 0;
  const isAnnounced = announced || header('transfer-encoding') !== undefined;
  return isAnnounced && body.length === 0 && pairs?.length === 0;
}
