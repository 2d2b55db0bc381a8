import { parseChallenges } from '@sig/http-auth';
import { parseAuthParams } from '../../../packages/http-auth/src/header/auth-params.js';
import { charactersRead } from '../counted.js';
import { header } from '../generate/header.js';
import type { Source } from '../source.js';
import { holds, target } from '../target.js';

/** How often each character may be looked at. A reader that goes back over the whole for each parameter needs hundreds. */
const perCharacter = 40;

/** The parsers of headers read long ones in linear time: counted, not timed. */
export const linear = (parse: (text: string) => unknown = parseBoth) =>
  target({
    name: 'linear',
    weight: 1,
    make: long,
    check(text: string) {
      const count = charactersRead(() => parse(text));
      const most = perCharacter * (text.length + 100);
      holds(count <= most, `${count} characters read of ${text.length}`);
      return 'accepted';
    },
  });

function parseBoth(text: string) {
  parseAuthParams(text);
  parseChallenges([text]);
}

/** A header that repeats a few pieces for as long as headers may be. */
function long(source: Source): string {
  const piece = header(source) || ',';
  const tail = header(source);
  const length = [512, 4096, 16_384][source.below(3)] ?? 0;
  return header(source) + piece.repeat(Math.max(0, (length - tail.length) / piece.length)) + tail;
}
