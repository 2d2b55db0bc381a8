import { bodyHash, bodyHashParam, queryValues } from '../scheme/body-hash.js';
import { isForm, mediaType } from '../scheme/content-type.js';
import type { Pair } from '../scheme/params.js';
import { sortParams } from '../scheme/string-to-sign.js';
import type { Budget } from './budget.js';
import type { Cause } from './causes.js';
import { costs, Dimension } from './dimension.js';
import { maxBody, maxPairs, maxPart, maxVariedBody, maxVariedPairs } from './input.js';
import { formPairs, type Seen } from './seen.js';
import { jsonPrints } from './variants/json.js';
import { flatPairs, parseJson } from './variants/json-tree.js';
import { addParams, isShort, weightOf } from './variants/params.js';
import { nameOf, partsOf } from './variants/query-parts.js';

/** What may have followed the URL in the string to sign. */
export function textDimension(seen: Seen, budget: Budget): Dimension {
  const { pairs, contentType, body, parts } = seen;
  if (seen.covers === 'json') return new Dimension(budget, wholeText(body, budget));
  const dimension = new Dimension(budget, textOf(pairs, budget));
  if (pairs?.length === 0) {
    addMistyped(dimension, seen, budget);
    return dimension;
  }
  const few = parts.query === '' ? [] : partsOf(parts.query.slice(0, maxPart), maxVariedPairs);
  const query = new Set(few.map(nameOf));
  // The signature covers the URL alone: of JSON that is as it should be.
  const isJson = /json/.test(mediaType(contentType));
  const isVaried = pairs !== undefined && body.length <= maxVariedBody;
  const isQuery = isVaried && isShort(pairs) && pairs.every(([name]) => query.has(name));
  if (!isQuery) {
    dimension.add([isJson ? 'json-as-form' : 'get-signature-on-post'], {
      cost: costs.evident,
      characters: 0,
      make: () => '',
      pairs: () => [],
    });
  }
  if (isVaried) addParams(dimension, pairs, query);
  return dimension;
}

/** A body that follows the URL as it came. */
function wholeText(body: Uint8Array | string, budget: Budget): string | undefined {
  return body.length <= maxBody && budget.take(body.length) ? utf8(body) : undefined;
}

function textOf(pairs: readonly Pair[] | undefined, budget: Budget): string | undefined {
  const isFew = pairs !== undefined && pairs.length <= maxPairs;
  return isFew && budget.take(weightOf(pairs)) ? sortParams(pairs).text : undefined;
}

/** Adds the form that a body may be that came under another type. */
function addMistyped(dimension: Dimension, { body }: Seen, budget: Budget): void {
  if (body.length === 0 || body.length > maxBody) return;
  const add = (cause: Cause, make: () => readonly Pair[] | undefined) => {
    const recipe = { cost: costs.likely, characters: 2 * body.length };
    dimension.add([cause], { ...recipe, make: () => textOf(make(), budget), pairs: make });
  };
  add('content-type-changed', () => formPairs(body, budget));
  if (body.length > maxVariedBody) return;
  add('form-as-json', () => {
    try {
      return flatPairs(parseJson(utf8(body)));
    } catch {
      return undefined;
    }
  });
}

/** Causes, and what to say of them besides. */
export interface BodyCauses {
  readonly causes: readonly Cause[];
  readonly detail?: string;
  /** The body that was signed, if it is known. */
  readonly body?: string;
}

/** What is wrong with a body that follows nothing in the string to sign, where the URL is the signed one. */
export function bodyCauses(seen: Seen, url: string, text: string, budget: Budget): BodyCauses {
  const { targets, body, pairs } = seen;
  if (text !== '' || body.length === 0 || pairs?.length !== 0) return { causes: [] };
  const signed = [url, ...targets].flatMap((one) => queryValues(one, bodyHashParam))[0];
  if (signed === undefined) return { causes: [uncoveredBody(seen) ?? 'get-signature-on-post'] };
  const isRead = body.length <= maxBody && budget.take(body.length);
  const hash = isRead ? bodyHash(body) : undefined;
  if (hash === signed) return { causes: [] };
  if (hash === signed.toLowerCase()) return { causes: ['hash-case'] };
  if (isCompressed(seen)) return { causes: ['body-compressed'] };
  if (body.length > maxVariedBody) return { causes: ['body-changed'] };
  const wanted = signed.toLowerCase();
  const given = utf8(body);
  for (const [cause, change] of bodyChanges) {
    if (!budget.step() || !budget.take(4 * given.length)) break;
    const body = change(given);
    if (bodyHash(body) === wanted) return { causes: [cause], body };
  }
  for (const { text: print, writer } of jsonPrints(given, budget)) {
    if (bodyHash(print) !== wanted) continue;
    const detail = `The sender wrote it as ${writer} does.`;
    return { causes: ['json-reserialised'], detail, body: print };
  }
  return { causes: ['body-changed'] };
}

/** What happens to bodies that are not parsed, undone. */
const bodyChanges: readonly (readonly [Cause, (body: string) => string])[] = [
  ['body-trimmed', (body) => `${body}\n`],
  ['body-trimmed', (body) => `${body}\r\n`],
  ['body-trimmed', (body) => body.trimEnd()],
  ['body-trimmed', (body) => body.trim()],
  ['line-ends-changed', (body) => body.replace(/\r?\n/g, '\r\n')],
  ['line-ends-changed', (body) => body.replaceAll('\r\n', '\n')],
  ['charset-broken', (body) => `\ufeff${body}`],
  ['charset-broken', (body) => body.replace(/^\ufeff/, '')],
];

function utf8(body: Uint8Array | string): string {
  return typeof body === 'string'
    ? body
    : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
}

/** Which kind of body it is that nothing covers; `undefined` if the scheme covers it, or there is none. */
export function uncoveredBody({ url, contentType, body, covers }: Seen): Cause | undefined {
  if (body.length === 0 || isForm(contentType) || covers === 'json') return undefined;
  if (queryValues(url, bodyHashParam).length > 0) return undefined;
  const type = mediaType(contentType);
  if (type === '') return 'body-untyped';
  if (type === 'multipart/form-data') return 'body-multipart';
  if (/json$/.test(type)) return 'body-json';
  return type.startsWith('text/') ? 'body-text' : 'body-other';
}

/** Whether the body starts as gzip does (RFC 1952, section 2.3.1), though no header announces it. */
export function isCompressed({ header, body }: Seen): boolean {
  if (typeof body === 'string' || header('content-encoding') !== undefined) return false;
  return body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;
}

/** Whether the request announces a body that is missing. */
export function isBodyGone({ header, body, pairs }: Seen): boolean {
  const announced = Number(header('content-length') ?? 0) > 0;
  const isAnnounced = announced || header('transfer-encoding') !== undefined;
  return isAnnounced && body.length === 0 && pairs?.length === 0;
}
