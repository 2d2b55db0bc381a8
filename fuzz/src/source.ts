/**
 * Draws the random choices of one case. Every case has a source of its own, made from the seed, the target
 * and the number of the case, so that each can be repeated alone.
 *
 * Generators give the simplest result for choices of 0: a failure is made smaller by making its choices
 * fewer and lower ({@link smallest}).
 */
export class Source {
  /** What was drawn so far. */
  readonly choices: number[] = [];
  readonly #state = new Uint32Array(4);
  #replayed: readonly number[] | undefined;

  /** Starts the case with this number. */
  start(seed: number, target: string, number: number): this {
    const state = this.#state;
    state[0] = seed;
    state[1] = hashOf(target);
    state[2] = number;
    state[3] = number / 2 ** 32 + 1;
    this.#replayed = undefined;
    this.choices.length = 0;
    for (let i = 0; i < 12; i++) this.#next();
    return this;
  }

  /** Repeats choices; behind their end all are 0. */
  replay(choices: readonly number[]): this {
    this.#replayed = choices;
    this.choices.length = 0;
    return this;
  }

  /** A whole number from 0 to `count - 1`. */
  below(count: number): number {
    const { choices } = this;
    const choice =
      this.#replayed === undefined
        ? Math.floor((this.#next() / 2 ** 32) * count)
        : Math.min(this.#replayed[choices.length] ?? 0, count - 1);
    choices.push(choice);
    return choice;
  }

  /** `true` once in `count` times. */
  oneIn(count: number): boolean {
    return this.below(count) === count - 1;
  }

  /** One of these; the first is the simplest. */
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** A list of about `mean` items, at most eight times as many. */
  list<T>(mean: number, item: () => T): T[] {
    const items: T[] = [];
    while (items.length < mean * 8 && this.below(mean + 1) !== 0) items.push(item());
    return items;
  }

  /** Text of about `mean` pieces out of a list. */
  text(mean: number, pieces: readonly string[]): string {
    let text = '';
    for (let left = mean * 8; left > 0 && this.below(mean + 1) !== 0; left--) {
      text += this.pick(pieces);
    }
    return text;
  }

  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items];
    for (let i = 0; i < result.length - 1; i++) {
      const j = i + this.below(result.length - i);
      [result[i], result[j]] = [result[j] as T, result[i] as T];
    }
    return result;
  }

  /** sfc32, a small fast counting generator. */
  #next(): number {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, count = 0] = state;
    const result = (a + b + count) >>> 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    state[3] = count + 1;
    return result;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
