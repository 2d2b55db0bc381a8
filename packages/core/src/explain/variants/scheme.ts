import type { Variant } from '../input.js';

const swapped: Record<string, string> = { http: 'https', https: 'http', ws: 'wss', wss: 'ws' };
const webSocket: Record<string, string> = { http: 'ws', https: 'wss', ws: 'http', wss: 'https' };

/** The schemes that may have been signed. */
export function schemeVariants(scheme: string): Variant<string>[] {
  const seen = scheme.slice(0, -3).toLowerCase();
  const other = swapped[seen];
  const upgraded = webSocket[seen];
  if (other === undefined || upgraded === undefined) return [];
  return [
    { value: `${other}://`, causes: ['scheme-swapped'], cost: 1 },
    { value: `${upgraded}://`, causes: ['websocket-scheme'], cost: 3 },
    { value: `${webSocket[other]}://`, causes: ['scheme-swapped', 'websocket-scheme'], cost: 3 },
  ];
}
