import { h } from '../dom.js';

export interface TabsOptions<T extends string> {
  readonly label: string;
  readonly tabs: Readonly<Record<T, string>>;
  /** The id of the panel of a tab; the id of a tab is made of it. */
  readonly panelOf: (tab: T) => string;
  readonly tabId: (tab: T) => string;
  readonly onSelect: (tab: T) => void;
}

export interface Tabs<T extends string> {
  readonly element: HTMLElement;
  select(tab: T): void;
}

/** A list of tabs: arrow keys, Home and End move. */
export function tabList<T extends string>(options: TabsOptions<T>): Tabs<T> {
  const { label, tabs, panelOf, tabId, onSelect } = options;
  const names = Object.keys(tabs) as T[];
  const buttons = names.map((name) =>
    h(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: tabId(name),
        'aria-controls': panelOf(name),
        onclick: () => choose(name),
      },
      tabs[name],
    ),
  );
  const element = h('div', { class: 'seg3', role: 'tablist', 'aria-label': label }, ...buttons);
  const mark = (name: T) => {
    for (const [i, button] of buttons.entries()) {
      const isOn = names[i] === name;
      button.setAttribute('aria-selected', String(isOn));
      button.tabIndex = isOn ? 0 : -1;
    }
  };
  const choose = (name: T) => {
    mark(name);
    onSelect(name);
  };
  element.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const to = moves[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = (to + buttons.length) % buttons.length;
    buttons[next]?.focus();
    const name = names[next];
    if (name !== undefined) choose(name);
  });
  return { element, select: mark };
}

export interface RadiosOptions<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly choices: Readonly<Record<T, string>>;
  readonly onSelect: (choice: T) => void;
}

/** A choice of a few, as a group of radio buttons. */
export function radios<T extends string>({ name, legend, choices, onSelect }: RadiosOptions<T>) {
  const inputs = (Object.keys(choices) as T[]).map((value) => {
    const input = h('input', { class: 'vh', type: 'radio', name, value });
    input.addEventListener('change', () => onSelect(value));
    return input;
  });
  const labels = inputs.map((input) => h('label', {}, input, choices[input.value as T]));
  const element = h(
    'fieldset',
    {},
    h('legend', { class: 'lab' }, legend),
    h('div', { class: 'seg3' }, ...labels),
  );
  const update = (choice: T) => {
    for (const input of inputs) input.checked = input.value === choice;
  };
  return { element, update };
}
