import { sign, verify } from '@sig/core';
import { measure } from './measure.js';
import { authToken, forge, formType, url } from './requests.js';

const limit = 1024 * 1024;
/** The most parameters that `@sig/core` takes. */
const most = 16_384;

/** Names as short as can be, in an order that is far from sorted. */
const shortNames = Array.from({ length: most - 1 }, (_, i) => ((i * 7919) % most).toString(36));

/** Bodies that a stranger may send to cost as much as can be; filled up to the limit with one value. */
const bodies: Record<string, string> = {
  'one long value': 'a=',
  'names without values': 'a&'.repeat(limit / 2),
  'short names, shuffled': `${shortNames.join('&')}&a=`,
  'short names, one of them twice': `${shortNames.slice(1).join('&')}&${shortNames[1]}&a=`,
  'short names, each twice': `${[...shortNames.slice(0, most / 2 - 1), ...shortNames.slice(0, most / 2 - 1)].join('&')}&a=`,
  'one name, different values': `${shortNames.map((name) => `a=${name}`).join('&')}&a=`,
  'only escapes': `a=${'%41'.repeat(limit / 3 - 1)}`,
  'only bad escapes': '%'.repeat(limit),
  'escaped separators': `a=${'%26'.repeat(limit / 3 - 1)}`,
};

/** What a forged body of the largest size costs, as a ratio to a genuine form of that size. */
export function worstCases(): { title: string; ratio: number }[] {
  const genuine = Array.from({ length: most }, (_, i): [string, string] => [
    `Param${String(i).padStart(6, '0')}`,
    `Value ${i} `.padEnd(51, 'x'),
  ]);
  const { signature } = sign({ authToken, url, params: genuine });
  const genuineBody = Buffer.from(new URLSearchParams(genuine).toString());
  return Object.entries(bodies).map(([title, text]) => {
    const body = Buffer.from(text.padEnd(limit, 'x'));
    const timings = measure({
      genuine: () =>
        verify({ authToken, signature, url, contentType: formType, body: genuineBody }),
      forged: () =>
        verify({
          authToken,
          signature: forge(signature),
          // Of this URL, with credentials, there are as many forms as are ever tried.
          url: "https://example.com/voice/?a='",
          authorization: `Basic ${btoa('user:password')}`,
          contentType: formType,
          body,
        }),
    });
    return { title, ratio: timings.forged.ratio };
  });
}
