/** The text changed; or as it is, where the change throws (as `decodeURIComponent` does at a bad escape). */
export function safely(text: string, change: (text: string) => string): string {
  try {
    return change(text);
  } catch {
    return text;
  }
}
