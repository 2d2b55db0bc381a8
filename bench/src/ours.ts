// The works on this side of the comparison; the portable build does the same ones.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parse } from 'node:querystring';
import { createVerifier, sign, stringToSign, verify } from '@sig/core';
import type { Timing, Work } from './measure.js';
import { authToken, forge, formOf, formType, jsonOf, url } from './requests.js';

/** A measured line: what it took, as a ratio to what nothing can be faster than. */
export interface Line {
  readonly work: string;
  readonly ratio: number;
  readonly microseconds: number;
  readonly spread: number;
}

/** The tokens of a service with many customers: none of them is used twice in a row. */
const manyTokens = Array.from({ length: 1_000 }, (_, i) => String(i).padStart(32, 'c'));

const threeTokens = ['f'.repeat(32), 'e'.repeat(32), authToken];

/** The physical limit: one HMAC over a string that is ready, and one comparison. */
function limitOf(text: string, signature: string): Work {
  const expected = Buffer.from(signature);
  return () =>
    timingSafeEqual(
      Buffer.from(createHmac('sha1', authToken).update(text).digest('base64')),
      expected,
    );
}

export function formWorks(count: number) {
  const { params, signature, forged, body } = formOf(count);
  const text = stringToSign(url, params);
  // As `querystring` leaves them: an object without a prototype.
  const parsed = parse(body.toString()) as Record<string, string>;
  const contentType = formType;
  // Made once, as `webhook()` makes it; nothing is kept from one request to the next.
  const verifier = createVerifier({ authToken });
  const ofThree = createVerifier({ authToken: threeTokens });
  const customers = manyTokens.map((authToken) => ({
    authToken,
    verifier: createVerifier({ authToken }),
    signature: sign({ authToken, url, params }).signature,
  }));
  let turn = 0;
  return {
    limit: limitOf(Buffer.from(text).toString(), signature),
    valid: () => verifier.verify({ signature, url, params }),
    forged: () => verifier.verify({ signature: forged, url, params }),
    'valid, params of a parser': () => verifier.verify({ signature, url, params: parsed }),
    'valid, 3 tokens': () => ofThree.verify({ signature, url, params }),
    'valid, 1,000 tokens in turn': () => {
      const next = customers[turn++ % customers.length];
      return next?.verifier.verify({ signature: next.signature, url, params });
    },
    // With the token of each request, and `createHmac`.
    'valid, 1,000 tokens in turn, by verify()': () => {
      const next = customers[turn++ % customers.length];
      return verify({ authToken: next?.authToken, signature: next?.signature, url, params });
    },
    'valid, from raw bytes': () => verifier.verify({ signature, url, contentType, body }),
    'forged, from raw bytes': () => verifier.verify({ signature: forged, url, contentType, body }),
  };
}

export function jsonWorks(length: number) {
  const { body, url, signature } = jsonOf(length);
  const contentType = 'application/json';
  const forged = forge(signature);
  const verifier = createVerifier({ authToken });
  return {
    // Every byte of the body has to go through SHA-256 once.
    limit: () => createHash('sha256').update(body).digest('hex'),
    valid: () => verifier.verify({ signature, url, contentType, body }),
    forged: () => verifier.verify({ signature: forged, url, contentType, body }),
  };
}

/** Each timing as a ratio to the one that is named `limit`. */
export function linesOf(timings: Record<string, Timing>, title: string): Line[] {
  return Object.entries(timings)
    .filter(([name]) => name !== 'limit')
    .map(([name, { median, ratio, spread }]) => ({
      work: `${title}: ${name}`,
      ratio,
      microseconds: median,
      spread,
    }));
}
