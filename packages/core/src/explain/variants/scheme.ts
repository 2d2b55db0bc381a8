import { costs, type Dimension } from '../dimension.js';

const swapped: Record<string, string> = { http: 'https', https: 'http', ws: 'wss', wss: 'ws' };
const webSocket: Record<string, string> = { http: 'ws', https: 'wss', ws: 'http', wss: 'https' };

/** Adds the schemes that may have been signed. */
export function addSchemes(dimension: Dimension, scheme: string): void {
  const seen = scheme.slice(0, -3).toLowerCase();
  if (!Object.hasOwn(swapped, seen)) return;
  const other = swapped[seen] ?? '';
  dimension.addText(['scheme-swapped'], costs.evident, `${other}://`);
  dimension.addText(['websocket-scheme'], costs.usual, `${webSocket[seen]}://`);
  const both = ['scheme-swapped', 'websocket-scheme'] as const;
  dimension.addText(both, costs.usual, `${webSocket[other]}://`);
}
