type Method = (this: unknown, ...args: unknown[]) => unknown;

/** One call of a function of the runtime. */
interface Call {
  readonly self: unknown;
  readonly args: readonly unknown[];
  readonly result: unknown;
  /** Where a pattern went on from, if it did. */
  readonly from: number;
}

const strings = String.prototype as unknown as Record<string, Method>;
const patterns = RegExp.prototype as unknown as Record<string, Method>;
const length = (value: unknown) => (typeof value === 'string' ? value.length : 0);
const ofText = ({ self }: Call) => length(self);

/** What is counted, and how many characters a call may have looked at. */
const watched: readonly [
  owner: Record<string, Method>,
  name: string,
  cost: (call: Call) => number,
][] = [
  [strings, 'charCodeAt', () => 1],
  [strings, 'codePointAt', () => 1],
  [strings, 'slice', ({ result }) => length(result)],
  [strings, 'indexOf', ofText],
  [strings, 'includes', ofText],
  [strings, 'split', ofText],
  [strings, 'trim', ofText],
  [strings, 'toLowerCase', ofText],
  [strings, 'replace', ofText],
  [strings, 'replaceAll', ofText],
  // test() and replace() call it too. Steps back within a match are not seen.
  [patterns, 'exec', ({ args: [text], result, from }) => endOf(result, text) - from],
];

function endOf(result: unknown, text: unknown): number {
  if (result === null) return length(text);
  const { index, 0: match } = result as RegExpExecArray;
  return index + match.length;
}

/** Counts the characters that functions of the runtime look at, or may look at, while `work` runs. */
export function charactersRead(work: () => unknown): number {
  let count = 0;
  const originals = watched.map(([owner, name, cost]) => {
    const original = owner[name] as Method;
    owner[name] = function (this: unknown, ...args) {
      const goesOn = this instanceof RegExp && (this.global || this.sticky);
      const from = goesOn ? this.lastIndex : 0;
      const result = Reflect.apply(original, this, args);
      count += 1 + Math.max(0, cost({ self: this, args, result, from }));
      return result;
    };
    return original;
  });
  try {
    work();
  } finally {
    for (const [i, [owner, name]] of watched.entries()) owner[name] = originals[i] as Method;
  }
  return count;
}
