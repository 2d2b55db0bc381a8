/** A set of characters. */
type CharacterSet = ReadonlySet<number>;

const setOf = (characters: string): CharacterSet =>
  new Set(Array.from(characters, (character) => character.charCodeAt(0)));

const letters = 'abcdefghijklmnopqrstuvwxyz';
const alphanumeric = `${letters}${letters.toUpperCase()}0123456789`;

/** RFC 9110, sections 5.6.2 (token), 5.6.3 (whitespace) and 11.2 (token68), and list separators. */
export const tokenCharacters = setOf(`!#$%&'*+-.^_\`|~${alphanumeric}`);
export const token68Characters = setOf(`-._~+/${alphanumeric}`);
export const blanks = setOf(' \t');
export const separators = setOf(' \t,');
const paddings = setOf('=');

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];

/**
 * Reads a header field from left to right. Every method reads each character at most once and backtracks
 * at most over what it has just read, so the work is linear in the length of the field.
 */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Whether a list element ends here. */
  get atElementEnd(): boolean {
    return this.atEnd || this.#code() === comma;
  }

  /** Reads characters as long as they are in a set. */
  run(set: CharacterSet): string {
    const start = this.#at;
    while (!this.atEnd && set.has(this.#code())) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  /** `name = value` (RFC 9110, section 11.2). If there is none, nothing is read. */
  param(): readonly [name: string, value: string] | undefined {
    return this.#attempt(() => {
      const name = this.run(tokenCharacters);
      this.run(blanks);
      if (name === '' || this.atEnd || !paddings.has(this.#code())) return undefined;
      this.#at += 1;
      this.run(blanks);
      const value = this.#value();
      return value === undefined ? undefined : [name.toLowerCase(), value];
    });
  }

  /** A scheme: a token with blanks after it, or alone. If there is none, nothing is read. */
  scheme(): string | undefined {
    return this.#attempt(() => {
      const scheme = this.run(tokenCharacters);
      const complete = this.run(blanks) !== '' || this.atElementEnd;
      return scheme !== '' && complete ? scheme.toLowerCase() : undefined;
    });
  }

  /** The opaque token that some schemes have instead of parameters. If there is none, nothing is read. */
  token68(): string | undefined {
    return this.#attempt(() => {
      const token = this.run(token68Characters);
      this.run(paddings);
      this.run(blanks);
      return token !== '' && this.atElementEnd ? token : undefined;
    });
  }

  #attempt<Result>(read: () => Result | undefined): Result | undefined {
    const start = this.#at;
    const result = read();
    if (result === undefined) this.#at = start;
    return result;
  }

  #value(): string | undefined {
    if (this.#code() === quote) return this.#quoted();
    const value = this.run(tokenCharacters);
    // The grammar does not allow empty values, but clients send them.
    return value !== '' || this.atElementEnd ? value : undefined;
  }

  /** A quoted-string (RFC 9110, section 5.6.4), without its quotes and backslashes. */
  #quoted(): string | undefined {
    const start = ++this.#at;
    while (!this.atEnd) {
      const code = this.#code();
      this.#at += code === backslash ? 2 : 1;
      if (code === quote) return this.#text.slice(start, this.#at - 1).replace(/\\(.)/gs, '$1');
    }
    return undefined;
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }
}
