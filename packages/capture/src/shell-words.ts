import { parse } from 'shell-quote';
import { CaptureError } from './errors.js';

/**
 * The words of the command that a text begins with, as a POSIX shell splits them; or as `cmd.exe` does, if it is
 * quoted with `^`, as browsers copy it.
 *
 * @throws CaptureError if a part of it is not in it, or would be dropped
 */
export function shellWords(text: string): string[] {
  const plain = text.trim();
  return /(?:^|\s)\^"|[ \t]\^\r?\n/.test(plain) ? cmdWords(plain) : posixWords(plain);
}

/** Redirections: each has one word. */
const redirections = ['>', '>>', '>&', '>|', '&>', '&>>', '<', '<&', '<>', '<<<'];
/** What other commands follow after, and the end of a line. */
const ends = ['|', '|&', '||', '&&', ';;'];
/** What ends a command too, and is in URLs and bodies that are not quoted. */
const cuts = ['&', ';'];

function posixWords(text: string): string[] {
  const entries = parsed(prepared(text));
  const words: string[] = [];
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] ?? '';
    if (typeof entry === 'string') words.push(entry);
    else if ('pattern' in entry) words.push(entry.pattern);
    else if ('comment' in entry || ends.includes(entry.op)) return words;
    else if (redirections.includes(entry.op)) i++;
    else if (cuts.includes(entry.op) && typeof entries[i + 1] !== 'string') return words;
    else {
      throw new CaptureError(
        `The command has "${entry.op}" outside of quotes, which is not part of a word: put the word into quotes.`,
      );
    }
  }
  return words;
}

function parsed(text: string) {
  try {
    return parse(text, (name): string | undefined => {
      // "$" alone.
      if (name === '') return undefined;
      throw new CaptureError(
        `The command has the variable $${name}, whose value is not in it: put that in its place.`,
      );
    });
  } catch (error) {
    if (error instanceof CaptureError) throw error;
    throw new CaptureError(`No shell reads this command: ${(error as Error).message}.`);
  }
}

/** What is read as a unit: quoted text, a continued line, an escape, the end of a line that is not continued. */
const units =
  /\$'(?:\\[\s\S]|[^'\\])*'|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\\r?\n|\\[\s\S]|\r?\n(?!\s*-)|(?<=\S)#|(?<=\s)\d(?=[<>])|['"]/g;

const notClosed = 'A quote in the command is not closed: copy all of it.';

/** A text such that shell-quote reads it as a shell would. */
function prepared(text: string): string {
  return text.replace(units, (unit) => {
    if (unit === "'" || unit === '"') throw new CaptureError(notClosed);
    if (unit === '#') return '\\#';
    // As no command ends by itself.
    if (/^\r?\n$/.test(unit)) return ' ;; ';
    // Of a redirection: 2>&1.
    if (/^\d$/.test(unit)) return '';
    if (/^\\\r?\n$/.test(unit)) return ' ';
    return unit.startsWith('"') ? unit.replace(/(\\[^\r\n])|\\\r?\n/g, '$1') : unit;
  });
}

/** First as `cmd.exe` reads carets, then as programs on Windows split their command line. */
function cmdWords(text: string): string[] {
  const line = text.replace(
    /("[^"\n]*")|\^(?:\r?\n)?([\s\S])|\r?\n[\s\S]*/g,
    (_, quoted = '', escaped = '') => quoted + escaped,
  );
  const words: string[] = line.match(/(?:"(?:\\[\s\S]|""|[^"\\])*"|[^ \t"])+|"/g) ?? [];
  if (words.includes('"')) throw new CaptureError(notClosed);
  return words.map((word) =>
    word.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\`$])|"(")|"/g, '$1$2'),
  );
}
