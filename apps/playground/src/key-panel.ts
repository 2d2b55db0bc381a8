// The key. It is in the memory of this page and nowhere else.
import { fieldOf, plain, setText } from './components/fields.js';
import { noteView } from './components/notes-view.js';
import { radios } from './components/tabs.js';
import { h } from './dom.js';
import { keyIdNotes } from './model/notes.js';
import type { KeyKind, State } from './model/state.js';

export interface KeyPanel {
  readonly element: HTMLElement;
  readonly secret: HTMLInputElement;
  update(state: State): void;
}

export function keyPanel(onChange: (change: Partial<State>) => void): KeyPanel {
  const kind = radios<KeyKind>({
    name: 'sig-key-kind',
    legend: 'Key',
    choices: { token: 'Auth token', shared: 'Shared key' },
    onSelect: (key) => onChange({ key }),
  });
  const keyId = h('input', {
    class: 'box',
    id: 'sig-key-id',
    'aria-describedby': 'sig-key-id-notes',
    ...plain,
  });
  keyId.addEventListener('input', () => onChange({ keyId: keyId.value }));
  const aboutId = h('div', { id: 'sig-key-id-notes' });
  const id = h('div', { class: 'f in' }, fieldOf('sig-key-id', 'Key ID'), keyId, aboutId);
  const secret = h('input', {
    class: 'box',
    id: 'sig-secret',
    type: 'password',
    'aria-describedby': 'sig-key-notes',
    ...plain,
  });
  secret.addEventListener('input', () => onChange({ secret: secret.value }));
  const show = h('button', { type: 'button', 'aria-pressed': 'false' }, 'Show');
  show.addEventListener('click', () => {
    const isShown = secret.type === 'password';
    secret.type = isShown ? 'text' : 'password';
    show.textContent = isShown ? 'Hide' : 'Show';
    show.setAttribute('aria-pressed', String(isShown));
  });
  const label = h('label', { class: 'lab', for: 'sig-secret' });
  const notes = h('div', { id: 'sig-key-notes' });
  return {
    element: h(
      'div',
      { class: 'f' },
      h('div', { class: 'in' }, kind.element),
      id,
      label,
      h('div', { class: 'secret' }, secret, show),
      notes,
    ),
    secret,
    update(state) {
      const isShared = state.key === 'shared';
      kind.update(state.key);
      id.hidden = !isShared;
      setText(keyId, state.keyId);
      setText(secret, state.secret);
      label.textContent = isShared ? 'Shared key secret' : 'Auth token';
      label.classList.toggle('vh', !isShared);
      aboutId.replaceChildren(...keyIdNotes(state).map((note) => noteView(note)));
      const text = isShared
        ? 'Shared keys sign with HMAC-SHA256. Kept in memory only, gone on reload.'
        : 'Kept in memory only, gone on reload. Prefer a test key.';
      notes.replaceChildren(noteView({ tone: 'info', text }));
    },
  };
}
