import { h, icon } from '../dom.js';
import type { Param } from '../model/state.js';
import type { Component } from './component.js';

export interface ParamsTableOptions {
  /** The id of the element that names the table. */
  readonly labelledBy: string;
  readonly onChange: (params: readonly Param[]) => void;
  /** A field of a row has the focus; `undefined` if none has any more. */
  readonly onFocus?: (row: number | undefined, field: 'name' | 'value') => void;
}

export interface ParamsTable extends Component<readonly Param[]> {
  highlight(row: number | undefined): void;
  focus(row: number, field: 'name' | 'value'): void;
}

/** Form parameters, edited in place. Enter adds a row below. */
export function paramsTable({ labelledBy, onChange, onFocus }: ParamsTableOptions): ParamsTable {
  const rows = h('div');
  const add = h(
    'button',
    { class: 'add', type: 'button', onclick: () => insert(params.length) },
    icon('plus'),
    'Add parameter',
  );
  const head = h(
    'div',
    { class: 'prow head', 'aria-hidden': 'true' },
    h('span', {}, 'Name'),
    h('span', {}, 'Value, decoded'),
  );
  const attributes = { class: 'ptable', role: 'group', 'aria-labelledby': labelledBy };
  const element = h('div', attributes, head, rows, add);
  let params: readonly Param[] = [];

  const change = (next: readonly Param[]) => {
    params = next;
    onChange(next);
  };
  const insert = (at: number) => {
    change([...params.slice(0, at), { name: '', value: '' }, ...params.slice(at)]);
    draw();
    table.focus(at, 'name');
  };
  const remove = (at: number) => {
    change(params.filter((_, i) => i !== at));
    draw();
    if (params.length === 0) add.focus();
    else table.focus(Math.min(at, params.length - 1), 'name');
  };
  const field = (row: number, name: 'name' | 'value', value: string) => {
    const isName = name === 'name';
    const input = h('input', {
      class: isName ? 'pn' : 'pv',
      'aria-label': `${isName ? 'Name' : 'Value'} ${row + 1}`,
      placeholder: isName ? 'name' : 'blank',
      spellcheck: 'false',
      autocomplete: 'off',
      autocapitalize: 'off',
      oninput: () => {
        change(params.map((param, i) => (i === row ? { ...param, [name]: input.value } : param)));
        if (isName) remover(row)?.setAttribute('aria-label', removeLabel(row));
      },
      onfocus: () => onFocus?.(row, name),
      onblur: () => onFocus?.(undefined, name),
      onkeydown: (event) => {
        if ((event as KeyboardEvent).key !== 'Enter') return;
        event.preventDefault();
        insert(row + 1);
      },
    });
    input.value = value;
    return input;
  };
  const removeLabel = (row: number) => `Remove ${params[row]?.name || `parameter ${row + 1}`}`;
  const remover = (row: number) => rows.children[row]?.querySelector('button');
  const draw = () => {
    rows.replaceChildren(
      ...params.map(({ name, value }, row) =>
        h(
          'div',
          { class: 'prow' },
          field(row, 'name', name),
          field(row, 'value', value),
          h(
            'button',
            {
              class: 'icon',
              type: 'button',
              'aria-label': removeLabel(row),
              onclick: () => remove(row),
            },
            icon('cross'),
          ),
        ),
      ),
    );
  };

  const table: ParamsTable = {
    element,
    update(next) {
      // What was typed here is shown already, and the caret stays where it is.
      if (next === params) return;
      params = next;
      draw();
    },
    highlight(row) {
      for (const [i, one] of [...rows.children].entries()) one.classList.toggle('on', i === row);
    },
    focus(row, name) {
      rows.children[row]?.querySelector<HTMLElement>(name === 'name' ? '.pn' : '.pv')?.focus();
    },
  };
  return table;
}
