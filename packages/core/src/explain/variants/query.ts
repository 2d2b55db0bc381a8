import type { Pair } from '../../scheme/params.js';
import type { Cause } from '../causes.js';
import { costs, type Dimension } from '../dimension.js';
import { type Header, maxPart } from '../input.js';
import { respelt } from './escapes.js';
import { originalTargets } from './path.js';
import { reordered } from './query-order.js';
import { nameOf, partsOf, queryCause } from './query-parts.js';
import { printings } from './query-printings.js';

/** How many parameters of a query are looked at one by one. */
const maxSingles = 24;
/** How many parameters a query may have whose names and values are written anew one by one. */
const maxRewritten = 64;

/** What may have been signed, as far as the request tells. */
export interface QueryFacts {
  readonly targets: readonly string[];
  readonly header: Header;
  /** The parameters of the body. */
  readonly pairs: readonly Pair[] | undefined;
  /** The hash of a body that no signature covers otherwise; `undefined` if there is none. */
  readonly hash: (() => string | undefined) | undefined;
}

/** Adds the queries, with their `?`, that may have been signed. `query` may end with a fragment. */
export function addQueries(dimension: Dimension, query: string, facts: QueryFacts): void {
  const { targets, header, pairs, hash } = facts;
  const fragment = query.indexOf('#');
  const plain = fragment < 0 ? query : query.slice(0, fragment);
  if (fragment >= 0) dimension.addText(['fragment'], costs.evident, plain);
  for (const source of [...targets, ...originalTargets.map(header)]) {
    const whole = /\?[^#]*/.exec(source ?? '')?.[0] ?? '';
    if (whole === '' || whole === plain) continue;
    const cause = plain.length > maxPart ? 'query-differs' : queryCause(whole, plain);
    dimension.addText([cause], costs.evident, whole);
  }
  if (hash !== undefined && plain.length <= maxPart) addHash(dimension, plain, hash);
  // A bare "?" is signed, and many a proxy drops it.
  if (plain === '' || plain === '?') {
    dimension.addText(['query-reencoded'], costs.likely, plain === '' ? '?' : '');
  }
  if (plain === '') return;
  dimension.addText(['query-added'], costs.likely, '');
  if (plain.length > maxPart) return;
  addParts(dimension, plain, pairs);
  const isFew = partsOf(plain, maxRewritten + 1).length <= maxRewritten;
  const characters = 9 * plain.length;
  for (const make of respelt(plain)) {
    dimension.add(['query-reencoded'], { cost: costs.usual, characters, make });
  }
  for (const write of isFew ? printings : []) {
    const make = () => write(plain);
    dimension.add(['query-reencoded'], { cost: costs.usual, characters, make });
  }
  for (const { cost, text } of reordered(plain)) {
    dimension.addText(['query-reordered'], cost, text);
  }
}

/** A `bodySHA256` that the sender added was taken out again. */
function addHash(dimension: Dimension, query: string, hash: () => string | undefined): void {
  const make = () => {
    const value = hash();
    return value && `${query === '' ? '?' : `${query}&`}bodySHA256=${value}`;
  };
  const names = () => ['bodySHA256'];
  const characters = query.length + 80;
  dimension.add(['query-param-removed'], { cost: costs.usual, characters, make, names });
}

/** Adds the query without some of its parameters. */
function addParts(dimension: Dimension, query: string, pairs: readonly Pair[] | undefined): void {
  const parts = partsOf(query, maxSingles + 1);
  if (parts.length > maxSingles) return;
  const without = (cause: Cause, cost: number, drop: (name: string, at: number) => boolean) => {
    const dropped = parts.filter((part, at) => drop(nameOf(part), at));
    if (dropped.length === 0 || dropped.length === parts.length) return;
    const kept = parts.filter((part, at) => !drop(nameOf(part), at));
    dimension.addText([cause], cost, `?${kept.join('&')}`, () => dropped.map(nameOf));
  };
  const inBody = new Set(pairs?.map(([name]) => name));
  const isInBody = (name: string) => inBody.has(name);
  if (parts.every((part) => isInBody(nameOf(part)))) {
    dimension.addText(['params-in-query'], costs.evident, '', () => parts.map(nameOf));
  } else without('params-in-query', costs.likely, isInBody);
  for (const at of parts.keys()) {
    without('query-param-added', costs.usual, (_, other) => other === at);
  }
  for (const at of parts.keys()) {
    without('query-param-added', costs.common, (_, other) => other >= at);
    without('query-param-added', costs.common, (_, other) => other <= at);
  }
}
