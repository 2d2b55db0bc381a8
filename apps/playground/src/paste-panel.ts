// A request that was captured, in any format.
import { fieldOf, plain } from './components/fields.js';
import { noteView } from './components/notes-view.js';
import { h } from './dom.js';
import { captures, exampleKey } from './model/examples.js';
import { readPaste } from './model/paste.js';
import type { State } from './model/state.js';

const placeholder = 'Raw HTTP, a curl command, a HAR file, a Lambda event, a URL, or parameters';

/** @param onRead what was read. Only a sample has a key. */
export function pastePanel(onRead: (change: Partial<State>) => void): readonly HTMLElement[] {
  const area = h('textarea', {
    class: 'box',
    id: 'sig-paste',
    rows: 11,
    placeholder,
    'aria-describedby': 'sig-paste-note',
    ...plain,
  });
  const note = h('div', { id: 'sig-paste-note', role: 'status' });
  const read = (key: Partial<State> = {}) => {
    if (area.value.trim() === '') return note.replaceChildren();
    const pasted = readPaste(area.value);
    note.replaceChildren(noteView({ tone: pasted.ok ? 'good' : 'bad', text: pasted.said }));
    if (pasted.ok) onRead({ ...pasted.change, ...key });
  };
  area.addEventListener('input', () => read());
  const samples = Object.entries(captures).map(([name, text]) =>
    h(
      'button',
      {
        class: 'chip',
        type: 'button',
        onclick: () => {
          area.value = text;
          read({ secret: exampleKey, key: 'token' });
        },
      },
      name,
    ),
  );
  return [
    h('div', { class: 'f' }, fieldOf('sig-paste', 'Captured request'), area, note),
    h(
      'div',
      { class: 'f' },
      h('div', { class: 'lab', id: 'sig-samples' }, 'Try one'),
      h(
        'div',
        { class: 'row2 tight', role: 'group', 'aria-labelledby': 'sig-samples' },
        ...samples,
      ),
    ),
  ];
}
