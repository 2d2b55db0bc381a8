// RFC 9110, section 5.6.3: blanks and tabs. What trim() takes away besides, a no-break space for one, is part
// of the type for other parsers.
const typePattern = /^[ \t]*(?:([^ \t;]+)[ \t]*)?(?:;|$)/;

/**
 * The media type without its parameters, in lower case (RFC 9110, section 8.3.1).
 *
 * @example
 * mediaType('Text/HTML; charset=utf-8') // 'text/html'
 */
export function mediaType(contentType: string | null | undefined): string {
  if (typeof contentType !== 'string') return '';
  return typePattern.exec(contentType)?.[1]?.toLowerCase() ?? '';
}

/** Whether the body is JSON, also of a type of its own (`application/vnd.example+json`; RFC 6839, section 3.1). */
export function isJson(contentType: string | null | undefined): boolean {
  return /^application\/(?:json|[^;]+\+json)$/.test(mediaType(contentType));
}

/** The media type of a form. */
export const formType = 'application/x-www-form-urlencoded';

// RFC 9110, sections 5.6.2 (token), 5.6.4 (quoted-string) and 5.6.6 (parameters). Of a quoted-string only
// what no parser takes for a delimiter: a comma or a semicolon in it starts another type for some. Each blank belongs to one
// place in the pattern: if it had two, a header of blanks and semicolons would take for ever.
const parameters =
  /^[ \t]*(?:;[ \t]*(?:[!#$%&'*+.^_`|~0-9a-z-]+=(?:[!#$%&'*+.^_`|~0-9a-z-]+|"[ !#-+\--:<-[\]-~]*")[ \t]*)?)*$/i;

/**
 * Whether the body is a form, and so part of the string to sign. A `Content-Type` that parsers read
 * differently (a comma list, a malformed parameter, two headers joined) is not a form.
 *
 * @example
 * isForm('application/x-www-form-urlencoded; charset=utf-8') // true
 */
export function isForm(contentType: string | null | undefined): boolean {
  // The most frequent spelling.
  if (contentType === formType) return true;
  if (typeof contentType !== 'string' || mediaType(contentType) !== formType) return false;
  const rest = contentType.replace(/^[ \t]+/, '').slice(formType.length);
  return rest.length <= maxParameters && parameters.test(rest);
}

/** How many characters of parameters a genuine type could have. */
const maxParameters = 256;
