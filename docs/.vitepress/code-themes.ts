// Code in the colours of the site: names in ink, keywords in the colour of the pen, strings as values.
import type { MarkdownOptions } from 'vitepress';

/** A theme as the highlighter takes it. */
type CodeTheme = Exclude<Extract<MarkdownOptions['theme'], { light: unknown }>['light'], string>;

interface Colours {
  readonly ink: string;
  readonly soft: string;
  readonly pen: string;
  readonly val: string;
  readonly well: string;
}

function themeOf(type: 'light' | 'dark', { ink, soft, pen, val, well }: Colours): CodeTheme {
  const rule = (scope: string[], foreground: string) => ({ scope, settings: { foreground } });
  return {
    name: `sig-${type}`,
    type,
    colors: { 'editor.background': well, 'editor.foreground': ink },
    tokenColors: [
      rule(['keyword', 'storage', 'constant.language', 'entity.name.tag'], pen),
      rule(['keyword.operator', 'storage.type.function.arrow', 'punctuation'], ink),
      rule(['string', 'punctuation.definition.string', 'constant.numeric'], val),
      rule(['comment', 'punctuation.definition.comment'], soft),
    ],
  };
}

export const light = themeOf('light', {
  ink: '#12141a',
  soft: '#535a6b',
  pen: '#1c35d8',
  val: '#865000',
  well: '#f0f2f6',
});

export const dark = themeOf('dark', {
  ink: '#eceef4',
  soft: '#a3abbb',
  pen: '#a0b0ff',
  val: '#ecbd72',
  well: '#1b1f27',
});
