// The signature that was received, the verdict, and the explanation.
import { explanationView } from './components/explanation-view.js';
import { fieldOf, grow, lineArea, setText } from './components/fields.js';
import { verdictView } from './components/verdict-view.js';
import { h } from './dom.js';
import type { Action, Check } from './model/check.js';
import type { Explained, Unexplained } from './model/explain.js';
import type { State } from './model/state.js';

export interface ComparePanelOptions {
  readonly onChange: (change: Partial<State>) => void;
  readonly onAction: (action: Action) => void;
  readonly onCopy: () => void;
}

export interface ComparePanel {
  readonly elements: readonly HTMLElement[];
  readonly verdict: HTMLElement;
  update(state: State, check: Check): void;
  /** @param explained `undefined` if there is nothing to explain, `null` while it is looked for */
  explain(explained: Explained | Unexplained | undefined | null): void;
  resize(): void;
}

export function comparePanel({ onChange, onAction, onCopy }: ComparePanelOptions): ComparePanel {
  const received = lineArea(
    { id: 'sig-received', placeholder: 'Paste it here', 'aria-describedby': 'sig-received-hint' },
    (text) => onChange({ received: text }),
  );
  const configured = lineArea(
    { class: 'box', id: 'sig-configured', placeholder: 'https://example.com/voice' },
    (text) => onChange({ configured: text }),
  );
  const clear = h('button', { class: 'link', type: 'button' }, 'Clear');
  clear.addEventListener('click', () => {
    onChange({ received: '' });
    received.focus();
  });
  const verdict = verdictView(onAction);
  const explanation = explanationView({ onApply: () => onAction('apply'), onCopy });
  return {
    elements: [
      h(
        'div',
        {},
        fieldOf('sig-received', 'Received signature'),
        h('div', { class: 'sigline' }, received),
        h(
          'div',
          { class: 'cap' },
          h(
            'span',
            { id: 'sig-received-hint' },
            'The ',
            h('code', {}, 'X-Twilio-Signature'),
            ' header that came with the request',
          ),
          clear,
        ),
      ),
      h(
        'div',
        { class: 'f' },
        fieldOf(
          'sig-configured',
          'URL configured at the sender',
          'optional; pins down a URL that differs',
        ),
        configured,
      ),
      h('div', {}, verdict.element, explanation.element),
    ],
    verdict: verdict.element,
    update(state, check) {
      setText(received, state.received);
      setText(configured, state.configured);
      received.classList.toggle('long', state.received.length > 30);
      clear.hidden = state.received === '';
      verdict.update(check);
    },
    explain(explained) {
      explanation.element.inert = explained === null;
      if (explained !== null) explanation.update(explained);
    },
    resize() {
      grow(received);
      grow(configured);
    },
  };
}
