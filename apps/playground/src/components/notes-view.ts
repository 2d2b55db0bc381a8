import { h, icon, rich } from '../dom.js';
import type { Action } from '../model/check.js';
import type { Note } from '../model/notes.js';

const icons = { info: 'info', bad: 'warning', good: 'tick' } as const;

/** What is wrong with a field, or good to know of it. */
export function noteView({ tone, text, action }: Note, onAction?: (action: Action) => void) {
  return h(
    'div',
    { class: tone === 'info' ? 'note' : `note ${tone === 'bad' ? 'warn' : 'good'}` },
    icon(icons[tone]),
    h(
      'span',
      {},
      ...rich(text),
      ...(action === undefined
        ? []
        : [
            ' ',
            h(
              'button',
              { class: 'link', type: 'button', onclick: () => onAction?.(action.do) },
              action.label,
            ),
          ]),
    ),
  );
}
