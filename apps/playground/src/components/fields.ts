import { h } from '../dom.js';

/** Attributes of fields that take bytes: nothing is corrected or completed. */
export const plain = {
  spellcheck: 'false',
  autocomplete: 'off',
  autocapitalize: 'off',
  autocorrect: 'off',
} as const;

/** A text area of one line that grows, without line breaks: they are removed as they are pasted. */
export function lineArea(
  attributes: Readonly<Record<string, string>>,
  onInput: (text: string) => void,
) {
  const area = h('textarea', { rows: 1, ...plain, ...attributes });
  area.addEventListener('input', () => {
    if (/[\r\n]/.test(area.value)) area.value = area.value.replace(/\s*[\r\n]+\s*/g, '');
    grow(area);
    onInput(area.value);
  });
  // A line break is no part of it.
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
  return area;
}

/** Makes a text area as high as its text. */
export function grow(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  if (area.scrollHeight > 0) area.style.height = `${area.scrollHeight + 2}px`;
}

/** Sets a text without moving the caret of one that is the same. */
export function setText(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  if (field.value !== text) field.value = text;
  if (field instanceof HTMLTextAreaElement && field.rows === 1) grow(field);
}

/** The label of a field, with a hint. */
export function fieldOf(id: string, label: string, hint?: string) {
  return h(
    'label',
    { class: 'lab', for: id },
    label,
    ...(hint === undefined ? [] : [' ', h('span', { class: 'hint' }, hint)]),
  );
}
