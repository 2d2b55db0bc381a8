// The request: URL, method, and the parameters or the body.
import { fieldOf, grow, lineArea, plain, setText } from './components/fields.js';
import { noteView } from './components/notes-view.js';
import { type ParamsTable, paramsTable } from './components/params-table.js';
import { radios } from './components/tabs.js';
import { h } from './dom.js';
import type { Action } from './model/check.js';
import { bodyNotes, urlNotes } from './model/notes.js';
import { hasForm, hasRaw } from './model/request.js';
import type { BodyKind, Method, State } from './model/state.js';

export interface RequestPanelOptions {
  readonly onChange: (change: Partial<State>) => void;
  readonly onAction: (action: Action) => void;
  readonly onFocusRow: (row: number | undefined, field: 'name' | 'value') => void;
}

export interface RequestPanel {
  readonly elements: readonly HTMLElement[];
  readonly table: ParamsTable;
  readonly url: HTMLTextAreaElement;
  update(state: State): void;
  /** The width has changed. */
  resize(): void;
}

export function requestPanel(options: RequestPanelOptions): RequestPanel {
  const { onChange, onAction, onFocusRow } = options;
  const url = lineArea(
    {
      class: 'box',
      id: 'sig-url',
      placeholder: 'https://example.com/voice',
      'aria-describedby': 'sig-url-notes',
    },
    (text) => onChange({ url: text }),
  );
  const aboutUrl = h('div', { id: 'sig-url-notes' });
  const method = radios<Method>({
    name: 'sig-method',
    legend: 'Method',
    choices: { POST: 'POST', GET: 'GET', WS: 'WebSocket' },
    onSelect: (choice) => onChange({ method: choice }),
  });
  const kind = radios<BodyKind>({
    name: 'sig-body-kind',
    legend: 'Body',
    choices: { form: 'Form', raw: 'Raw' },
    onSelect: (choice) => onChange({ kind: choice }),
  });
  const count = h('span', { class: 'hint' });
  const table = paramsTable({
    labelledBy: 'sig-params-label',
    onChange: (params) => onChange({ params }),
    onFocus: onFocusRow,
  });
  const form = h(
    'div',
    { class: 'f' },
    h('div', { class: 'lab', id: 'sig-params-label' }, 'Form parameters', count),
    table.element,
  );
  const raw = h('textarea', {
    class: 'box',
    id: 'sig-raw',
    rows: 6,
    'aria-describedby': 'sig-raw-notes',
    ...plain,
  });
  raw.addEventListener('input', () => onChange({ raw: raw.value }));
  const aboutRaw = h('div', { id: 'sig-raw-notes' });
  const body = h(
    'div',
    { class: 'f' },
    fieldOf('sig-raw', 'Raw body', 'bytes as received'),
    raw,
    aboutRaw,
  );
  return {
    elements: [
      h('div', { class: 'f' }, fieldOf('sig-url', 'URL', 'as your server saw it'), url, aboutUrl),
      h('div', { class: 'f row2' }, method.element, kind.element),
      form,
      body,
    ],
    table,
    url,
    update(state) {
      setText(url, state.url);
      setText(raw, state.raw);
      method.update(state.method);
      kind.update(state.kind);
      kind.element.hidden = state.method !== 'POST';
      form.hidden = !hasForm(state);
      body.hidden = !hasRaw(state);
      table.update(state.params);
      count.textContent = state.params.length === 0 ? '' : String(state.params.length);
      aboutUrl.replaceChildren(...urlNotes(state).map((note) => noteView(note, onAction)));
      aboutRaw.replaceChildren(...bodyNotes(state).map((note) => noteView(note, onAction)));
    },
    resize: () => grow(url),
  };
}
