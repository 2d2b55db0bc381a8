import type { Variant } from '../input.js';

type Header = (name: string) => string | undefined;

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

/** The paths that may have been signed. */
export function pathVariants(
  path: string,
  targets: readonly string[],
  header: Header,
): Variant<string>[] {
  const variants: Variant<string>[] = [];
  for (const target of targets) {
    const whole = pathOf(target);
    if (whole === undefined || whole === path) continue;
    if (whole.endsWith(path)) variants.push({ value: whole, causes: ['mount-path-lost'], cost: 1 });
    else if (path.endsWith(whole))
      variants.push({ value: whole, causes: ['prefix-added'], cost: 1 });
  }
  for (const name of originalTargets) {
    const whole = pathOf(header(name));
    if (whole === undefined || whole === path || !whole.endsWith(path)) continue;
    variants.push({ value: whole, causes: ['prefix-stripped'], cost: 1 });
  }
  const announced = header('x-forwarded-prefix')?.trim().replace(/\/$/, '');
  if (announced?.startsWith('/')) {
    variants.push({ value: announced + path, causes: ['prefix-stripped'], cost: 1 });
  }
  const slash = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  variants.push({ value: slash, causes: ['trailing-slash'], cost: 1 });
  for (const prefix of commonPrefixes) {
    if (path.startsWith(`${prefix}/`)) continue;
    variants.push({ value: prefix + path, causes: ['prefix-stripped'], cost: 3 });
  }
  const segments = path.split('/');
  for (let count = 1; count < Math.min(segments.length - 1, 4); count++) {
    const shorter = `/${segments.slice(count + 1).join('/')}`;
    variants.push({ value: shorter, causes: ['prefix-added'], cost: 2 });
  }
  return variants;
}

function pathOf(target: string | undefined): string | undefined {
  if (target === undefined) return undefined;
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  return path.startsWith('/') ? path : undefined;
}
