import { h, svg, visible } from '../dom.js';
import { hasForm, plural, signedParams } from '../model/request.js';
import type { Param, State } from '../model/state.js';
import type { Component } from './component.js';

export interface OrderView extends Component<State> {
  highlight(row: number | undefined): void;
}

/** The height of a row of the figure, in pixels. */
const rowHeight = 32;

/** How the parameters came, lines, and how they are signed; and the rule that applied, in a sentence. */
export function orderView(onHighlight: (row: number | undefined) => void): OrderView {
  const summary = h('summary');
  const figure = h('div', { class: 'bump' });
  const why = h('p', { class: 'why' });
  const element = h('details', { class: 'order', open: true }, summary, figure, why);
  figure.addEventListener('mouseover', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset.row;
    if (row !== undefined) onHighlight(Number(row));
  });
  figure.addEventListener('mouseleave', () => onHighlight(undefined));
  return {
    element,
    update(state) {
      const signed = signedParams(state);
      const isForm = hasForm(state);
      summary.textContent = isForm ? 'How the order came about' : 'Why no parameters are appended';
      figure.hidden = signed.length === 0;
      figure.replaceChildren(...(signed.length === 0 ? [] : rows(state.params, signed)));
      why.textContent =
        isForm && signed.length > 0 ? ruleOf(signed, state.params) : reasonOf(state);
    },
    highlight(row) {
      for (const one of figure.querySelectorAll<HTMLElement>('[data-row]')) {
        one.classList.toggle('on', row !== undefined && Number(one.dataset.row) === row);
      }
    },
  };
}

type Signed = readonly (Param & { readonly row: number })[];

function rows(params: readonly Param[], signed: Signed): Node[] {
  const received = params
    .map((param, row) => ({ ...param, row }))
    .filter(({ name, value }) => name !== '' || value !== '');
  const isKept = (row: number) => signed.some((one) => one.row === row);
  const placeOf = ({ name, value }: Param) =>
    signed.findIndex((one) => one.name === name && one.value === value);
  const item = ({ name, value, row }: Signed[number], order?: number) =>
    h(
      'li',
      { 'data-row': row, class: order === undefined && !isKept(row) ? 'drop' : '' },
      ...(order === undefined ? [] : [h('span', { class: 'k' }, String(order))]),
      h('b', {}, name || 'blank'),
      ' ',
      h('i', {}, ...(value === '' ? ['blank'] : visible(value))),
    );
  const height = received.length * rowHeight;
  const middle = (at: number) => at * rowHeight + rowHeight / 2;
  const lines = received.map((param, i) => {
    const [a, b] = [middle(i), middle(placeOf(param))];
    const d = `M4 ${a}C50 ${a} 50 ${b} 96 ${b}`;
    return svg('path', { 'data-row': param.row, class: isKept(param.row) ? '' : 'drop', d });
  });
  const figure = { viewBox: `0 0 100 ${height}`, height, preserveAspectRatio: 'none' };
  return [
    h('h3', {}, 'As received'),
    h('h3', {}, 'As signed'),
    h('ol', {}, ...received.map((param) => item(param))),
    svg('svg', { ...figure, 'aria-hidden': 'true' }, ...lines),
    h('ol', {}, ...signed.map((param, i) => item(param, i + 1))),
  ];
}

function ruleOf(signed: Signed, params: readonly Param[]): string {
  const names = signed.map(({ name }) => name);
  const isMixed =
    names.some((one) => /^[a-z]/.test(one)) && names.some((one) => /^[A-Z]/.test(one));
  const isRepeated = names.some((name, i) => name === names[i - 1]);
  const received = params.filter(({ name, value }) => name !== '' || value !== '').length;
  const dropped = received - signed.length;
  return [
    `Names are sorted by UTF-16 code unit${isMixed ? ', so upper case comes before lower case' : ''}.`,
    'Each name is followed by its value, with nothing between them.',
    ...(isRepeated || dropped > 0
      ? ['A repeated name appears once per distinct value, values sorted.']
      : []),
    ...(dropped > 0 ? [`${plural(dropped, 'duplicate')} left out.`] : []),
  ].join(' ');
}

function reasonOf({ method, kind }: State): string {
  if (method === 'WS') {
    return 'A WebSocket upgrade is signed by its URL alone. Without a one-time part in the path the signature never changes: one leaked header opens sessions until the key is rotated.';
  }
  if (method === 'GET') {
    return 'A GET is signed by its URL alone. Parameters are already in the query string and keep their order.';
  }
  return kind === 'raw'
    ? 'This body is not a form. The bodySHA256 query parameter in the signed URL covers the body.'
    : 'No form parameters yet: the URL alone is signed. Add one to see where it lands.';
}
