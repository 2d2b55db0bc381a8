/** Ways in which senders print JSON: what a re-printed body may have been. */
export function jsonPrints(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    const compact = JSON.stringify(value);
    const prints = [
      compact,
      pythonPrint(value),
      JSON.stringify(value, null, 2),
      JSON.stringify(value, null, 4),
    ];
    return [...prints, ...prints.map((print) => `${print}\n`)].filter((print) => print !== text);
  } catch {
    return [];
  }
}

/** With a space behind commas and colons. */
function pythonPrint(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonPrint).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${pythonPrint(member)}`,
  );
  return `{${members.join(', ')}}`;
}
