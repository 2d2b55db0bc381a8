import { sign, verify } from '@sig/core';
import { measure } from './measure.js';
import { authToken, forge, formType, url } from './requests.js';

const limit = 1024 * 1024;

/** Bodies of a megabyte that a stranger may send to cost as much as can be. */
const bodies: Record<string, string> = {
  'one long value': `a=${'x'.repeat(limit - 2)}`,
  'names without values': 'a&'.repeat(limit / 2),
  'one name, many values': 'a=b&'.repeat(limit / 4),
  'only escapes': `a=${'%41'.repeat(limit / 3 - 1)}`,
  'escaped separators': 'a=%26&'.repeat(limit / 6),
};

/** What a forged body of the largest size costs, as a ratio to a genuine form of that size. */
export function worstCases(): { title: string; ratio: number }[] {
  const genuine = Buffer.from(
    Array.from(
      { length: limit / 32 },
      (_, i) => `Param${String(i).padStart(6, '0')}=+15550100${i % 1e5}`,
    )
      .join('&')
      .slice(0, limit),
  );
  const params = [...new URLSearchParams(genuine.toString())];
  const { signature } = sign({ authToken, url, params });
  return Object.entries(bodies).map(([title, text]) => {
    const body = Buffer.from(text);
    const timings = measure({
      genuine: () => verify({ authToken, signature, url, contentType: formType, body: genuine }),
      forged: () =>
        verify({ authToken, signature: forge(signature), url, contentType: formType, body }),
    });
    return { title, ratio: timings.forged.median / timings.genuine.median };
  });
}
