import { safely } from './safely.js';

/** How many kinds of characters are combined in every way. */
const maxCombined = 4;
/** How many are looked at one by one. */
const maxKinds = 12;

/** Changes one kind of character wherever it stands. */
type Toggle = (text: string) => string;

/** Escapes of letters outside of ASCII, in UTF-8. */
const escapedLetters = /(?:%[89a-f][0-9a-f])+/gi;
/** An escape of an ASCII character. */
const asciiEscape = /%[0-7][0-9a-f]/gi;
/** What some write as it is in a path or a query and others escape; `/`, `?`, `&`, `=` and `#` divide. */
const plain = /[ !"$'()*+,:;<>@[\\\]^`{|}~]/g;

/**
 * What a text may have been before escapes in it were decoded or encoded: each kind of character by itself,
 * several at once, all of them.
 */
export function respelt(text: string): (() => string)[] {
  const decoders = unique(text, asciiEscape).map((one) => decode(one));
  const encoders = unique(text, plain).map((char) => encode(char));
  if (text.search(escapedLetters) >= 0) {
    decoders.push((given) =>
      given.replace(escapedLetters, (run) => safely(run, decodeURIComponent)),
    );
  }
  if (/[^\0-\x7f]/.test(text)) {
    encoders.push((given) =>
      given.replace(/[^\0-\x7f]+/g, (run) => safely(run, encodeURIComponent)),
    );
  }
  const whole = [
    all(decoders),
    all(encoders),
    // As .NET escapes.
    (given: string) => lowerEscapes(all(encoders)(given)),
    // Escapes that were encoded themselves, and the other way round.
    (given: string) => given.replace(/%/g, '%25'),
    (given: string) => given.replace(/%25/g, '%'),
    (given: string) => given.replace(/%(?![0-9a-f]{2})/gi, '%25'),
    (given: string) => given.replace(/%[0-9a-f]{2}/gi, (one) => one.toUpperCase()),
    lowerEscapes,
  ];
  const toggles = [...decoders, ...encoders].slice(0, maxKinds);
  const some = toggles.length <= maxCombined ? subsets(toggles) : toggles;
  return [...whole, ...some].map((change) => () => change(text));
}

function unique(text: string, pattern: RegExp): string[] {
  return [...new Set(text.match(pattern))].slice(0, maxKinds);
}

const decode = (escaped: string): Toggle => {
  const char = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return (text) => text.replaceAll(escaped, char);
};

const encode = (char: string): Toggle => {
  const hex = char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  return (text) => text.replaceAll(char, `%${hex}`);
};

const lowerEscapes: Toggle = (text) => text.replace(/%[0-9a-f]{2}/gi, (one) => one.toLowerCase());

const all =
  (toggles: readonly Toggle[]): Toggle =>
  (text) =>
    toggles.reduce((changed, toggle) => toggle(changed), text);

function subsets(toggles: readonly Toggle[]): Toggle[] {
  const combined: Toggle[] = [];
  for (let bits = 1; bits < 1 << toggles.length; bits++) {
    combined.push(all(toggles.filter((_, i) => (bits >> i) % 2 === 1)));
  }
  return combined;
}
