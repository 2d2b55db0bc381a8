import { describe, expect, it } from 'vitest';
import { sign, verify } from '../src/index.js';
import { type Vector, vectors } from './vectors.js';

/** What a server gets: `rawBody` as it is, `params` as the form that a sender makes of them. */
function received(vector: Vector) {
  const { params, rawBody, contentType } = vector;
  if (rawBody !== undefined) return { body: rawBody, contentType };
  if (params === undefined) return {};
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(params)) {
    for (const value of [values].flat()) form.append(name, value);
  }
  return { body: form.toString(), contentType: 'application/x-www-form-urlencoded' };
}

describe.each(vectors)('vector $id', (vector) => {
  const { authToken, url, signature, valid } = vector;
  it(`is ${valid ? 'accepted' : 'rejected'} from its bytes`, () => {
    expect(verify({ authToken, url, signature, ...received(vector) }).ok).toBe(valid);
  });

  if (vector.params !== undefined)
    it('comes out the same from parsed params', () => {
      expect(verify({ authToken, url, signature, params: vector.params }).ok).toBe(valid);
    });

  if (valid)
    it('has the signature that sign() makes of the URL that was signed', () => {
      const verdict = verify({ authToken, url, signature, ...received(vector) });
      if (!verdict.ok) throw verdict.error;
      const { params } = verdict;
      const candidates = [
        sign({ authToken, url: verdict.url, params }),
        sign({ authToken, url: verdict.url }),
      ];
      expect(candidates.map((signed) => signed.signature)).toContain(signature);
    });

  if (valid)
    it('is rejected with one character of the signature changed', () => {
      const forged = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
      expect(verify({ authToken, url, signature: forged, ...received(vector) }).ok).toBe(false);
    });
});

it('has all vectors', () => {
  expect(vectors.length).toBe(60);
  expect(new Set(vectors.map(({ id }) => id)).size).toBe(vectors.length);
});
