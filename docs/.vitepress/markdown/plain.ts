/** Text of the code as Markdown: names of options, addresses and elements are code, the rest is text. */
export function asMarkdown(text: string): string {
  return text
    .replace(
      /"([\w.]+|https?:[^"]+)"|(\{ [^}]+ \}|https?:\/\/[\w./-]*\w|wss:\/\/|<\w+>)/g,
      (_, quoted: string | undefined, plain: string) => `\`${quoted ?? plain}\``,
    )
    .replace(/(`[^`]*`)|</g, (_, code?: string) => code ?? '&lt;');
}
