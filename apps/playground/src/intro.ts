import { h, icon } from './dom.js';
import { type ExampleName, examples } from './model/examples.js';

export function intro(): HTMLElement {
  return h(
    'div',
    { class: 'intro' },
    h('h1', {}, 'See exactly what was signed'),
    h(
      'p',
      { class: 'priv' },
      icon('lock'),
      h(
        'span',
        {},
        h('b', {}, 'Nothing leaves this page.'),
        'This page’s own policy blocks every network request, and it works offline.',
      ),
    ),
    h(
      'p',
      { class: 'lead' },
      'Enter a request and a key, read the string behind the signature, and find out why a signature does not match.',
    ),
  );
}

export interface Examples {
  readonly element: HTMLElement;
  /** Marks the example that is shown; none once it is edited. */
  update(name: ExampleName | undefined): void;
}

export function exampleChips(onLoad: (name: ExampleName) => void): Examples {
  const names = Object.keys(examples) as ExampleName[];
  const chips = names.map((name) =>
    h(
      'button',
      { class: 'chip', type: 'button', onclick: () => onLoad(name) },
      examples[name].label,
    ),
  );
  return {
    element: h(
      'div',
      { class: 'examples', role: 'group', 'aria-label': 'Load an example' },
      h('span', {}, 'Examples'),
      ...chips,
    ),
    update(name) {
      for (const [i, chip] of chips.entries()) {
        chip.setAttribute('aria-pressed', String(names[i] === name));
      }
    },
  };
}
