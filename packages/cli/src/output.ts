/** The width to write in: that of the terminal, within what is pleasant to read. */
export function width(): number {
  return Math.max(40, Math.min(process.stdout.columns ?? 80, 100));
}

/** Prints a line. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints a value as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Text in lines of the width, each indented. What is in braces is to be copied, and stays in one line. */
export function wrap(text: string, indent = '', columns = width()): string {
  const lines: string[] = [];
  let line = '';
  const whole = text.replace(/\{[^{}]*\}/g, (braces) => braces.replaceAll(' ', '\0'));
  for (const word of whole.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((one) => indent + one.replaceAll('\0', ' ')).join('\n');
}
