import { isForm } from '@sig/core/adapter';
import { blank, type Param, type State } from '../src/model/state.js';

/** A row of the vectors of the scheme. */
export interface Vector {
  readonly id: string;
  readonly authToken: string;
  readonly url: string;
  readonly signature: string;
  readonly valid: boolean;
  readonly params?: Readonly<Record<string, string | string[]>>;
  readonly rawBody?: string;
  readonly contentType?: string;
}

/** The request of a vector, as it is entered. */
export function stateOfVector(vector: Vector): State {
  const { rawBody, contentType, params = {} } = vector;
  const isRaw = rawBody !== undefined && !isForm(contentType);
  const form = rawBody === undefined || isRaw ? undefined : rawBody;
  const entered: Param[] = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
  const read = form && [...new URLSearchParams(form)].map(([name, value]) => ({ name, value }));
  const list = read || entered;
  return {
    ...blank,
    url: vector.url,
    method: /^ws/i.test(vector.url) ? 'WS' : 'POST',
    kind: isRaw ? 'raw' : 'form',
    params: list,
    raw: isRaw ? rawBody : '',
    pasted: form === undefined ? undefined : { bytes: form, params: list, raw: '' },
    headers: contentType === undefined ? [] : [['Content-Type', contentType]],
    secret: vector.authToken,
    received: vector.signature,
  };
}
