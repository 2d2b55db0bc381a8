/** The media type without its parameters, in lower case (RFC 9110, section 8.3.1). */
export function mediaType(contentType: string | null | undefined): string {
  if (typeof contentType !== 'string') return '';
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The media type of a form. */
export const formType = 'application/x-www-form-urlencoded';

/** Whether the body is a form, and so part of the string to sign. */
export function isForm(contentType: string | null | undefined): boolean {
  // Most often it is written like this.
  return contentType === formType || mediaType(contentType) === formType;
}
