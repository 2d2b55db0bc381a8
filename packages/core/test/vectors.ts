import { readFileSync } from 'node:fs';

/** A row of vectors.json. */
export interface Vector {
  id: string;
  source: string;
  authToken: string;
  url: string;
  params?: Record<string, string | string[]>;
  rawBody?: string;
  contentType?: string;
  signature: string;
  valid: boolean;
  note?: string;
}

export const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('../../conformance/vectors.json', import.meta.url), 'utf8'),
);
