// A reader of `Content-Type` (RFC 9110, section 8.3) that goes character by character.

const tokenCharacter = /[!#$%&'*+.^_`|~0-9A-Za-z-]/;
const blank = (character: string | undefined) => character === ' ' || character === '\t';

/** Whether every parser takes this for a form: one media type, well-formed parameters, no comma. */
export function isStrictForm(contentType: unknown): boolean {
  if (typeof contentType !== 'string') return false;
  const text = contentType.replace(/^[ \t]*/, '');
  const type = 'application/x-www-form-urlencoded';
  if (text.slice(0, type.length).toLowerCase() !== type) return false;
  // No genuine one is longer.
  if (text.length - type.length > 256) return false;
  let at = type.length;
  const skipBlanks = () => {
    while (blank(text[at])) at++;
  };
  for (;;) {
    skipBlanks();
    if (at === text.length) return true;
    if (text[at++] !== ';') return false;
    skipBlanks();
    // An empty parameter.
    if (at === text.length || text[at] === ';') continue;
    const name = at;
    while (tokenCharacter.test(text[at] ?? '')) at++;
    if (at === name || text[at++] !== '=') return false;
    if (text[at] === '"') {
      for (at++; text[at] !== '"'; at++) {
        const character = text[at];
        if (character === undefined || !/[ -~]/.test(character) || /[\\,;]/.test(character))
          return false;
      }
      at++;
    } else {
      const value = at;
      while (tokenCharacter.test(text[at] ?? '')) at++;
      if (at === value) return false;
    }
  }
}
