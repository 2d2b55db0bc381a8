import { parseForm } from '../../../packages/core/src/scheme/parse-form.js';
import { formBytes } from '../generate/form.js';
import { formPairs } from '../reference/form.js';
import { same, target } from '../target.js';

/** The form parser, on bytes, against the URLSearchParams of the runtime. */
export const form = (parse = parseForm) =>
  target({
    name: 'form',
    weight: 3,
    make: formBytes,
    check(bytes: Uint8Array) {
      const pairs = parse(bytes);
      same(pairs, formPairs(bytes), 'pairs');
      return pairs.length > 0 ? 'accepted' : 'refused';
    },
  });
