import type { Dimension } from '../dimension.js';
import { type Header, maxPart } from '../input.js';

/** Prefixes that proxies and platforms are known to strip. */
const commonPrefixes = [
  '/api',
  '/v1',
  '/webhooks',
  '/webhook',
  '/twilio',
  '/app',
  '/prod',
  '/dev',
  '/staging',
  '/api/v1',
];
const originalTargets = [
  'x-original-uri',
  'x-original-url',
  'x-rewrite-url',
  'x-forwarded-uri',
  'x-forwarded-path',
  'x-envoy-original-path',
];

/** How many segments may have been added before the path. */
const maxAdded = 3;

/** Adds the paths that may have been signed. */
export function addPaths(
  dimension: Dimension,
  path: string,
  targets: readonly string[],
  header: Header,
): void {
  if (path.length > maxPart) return;
  for (const target of targets) {
    const whole = pathOf(target);
    if (whole === undefined || whole === path) continue;
    if (whole.endsWith(path)) dimension.addText(['mount-path-lost'], 1, whole);
    else if (path.endsWith(whole)) dimension.addText(['prefix-added'], 1, whole);
  }
  for (const name of originalTargets) {
    const whole = pathOf(header(name));
    if (whole === undefined || whole === path || !whole.endsWith(path)) continue;
    dimension.addText(['prefix-stripped'], 1, whole);
  }
  const announced = header('x-forwarded-prefix')?.trim().replace(/\/$/, '');
  if (announced?.startsWith('/')) {
    dimension.addText(['prefix-stripped'], 1, announced + path);
  }
  const slash = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  dimension.addText(['trailing-slash'], 1, slash);
  for (const prefix of commonPrefixes) {
    if (path.startsWith(`${prefix}/`)) continue;
    dimension.addText(['prefix-stripped'], 3, prefix + path);
  }
  for (let count = 0, at = 0; count < maxAdded; count++) {
    at = path.indexOf('/', at + 1);
    if (at < 0) break;
    dimension.addText(['prefix-added'], 2, path.slice(at));
  }
}

function pathOf(target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  return path.startsWith('/') ? path : undefined;
}
