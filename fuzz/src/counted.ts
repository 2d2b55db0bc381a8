/** Counts the characters that text functions of the runtime look at, or may look at, while `work` runs. */
export function charactersRead(work: () => unknown): number {
  let count = 0;
  const strings = String.prototype as unknown as Record<string, Method>;
  const patterns = RegExp.prototype as unknown as Record<string, Method>;
  type Method = (this: unknown, ...args: unknown[]) => unknown;
  const restore: (() => void)[] = [];
  const watch = (
    owner: Record<string, Method>,
    name: string,
    cost: (self: unknown, args: unknown[], result: unknown) => number,
  ) => {
    const original = owner[name] as Method;
    owner[name] = function (this: unknown, ...args) {
      const result = Reflect.apply(original, this, args);
      count += 1 + cost(this, args, result);
      return result;
    };
    restore.push(() => {
      owner[name] = original;
    });
  };
  const length = (value: unknown) => (typeof value === 'string' ? value.length : 0);
  watch(strings, 'charCodeAt', () => 0);
  watch(strings, 'codePointAt', () => 0);
  watch(strings, 'slice', (_, __, result) => length(result));
  // What searches may go through all of the text.
  for (const name of ['indexOf', 'includes', 'split', 'trim', 'toLowerCase', 'replaceAll']) {
    watch(strings, name, (self) => length(self));
  }
  watch(patterns, 'exec', (_, [text]) => length(text));
  watch(patterns, 'test', (_, [text]) => length(text));
  watch(strings, 'replace', (self) => length(self));
  try {
    work();
  } finally {
    for (const one of restore) one();
  }
  return count;
}
