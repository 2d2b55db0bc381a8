import { h, visible } from '../dom.js';
import { byteLength, plural } from '../model/request.js';
import { describe, rangeOf, type Segment } from '../model/segments.js';
import type { Component } from './component.js';

export interface StringViewOptions {
  /** A segment is pointed at or has the focus; `undefined` if none is any more. */
  readonly onHighlight?: (segment: Segment | undefined) => void;
  /** Enter was pressed on a segment. Without it the view is for reading. */
  readonly onEdit?: (segment: Segment) => void;
  /** What is shown if there is no string. */
  readonly empty?: string;
}

export interface StringView extends Component<readonly Segment[]> {
  /** Marks a segment, or if none is given all of a parameter. */
  highlight(at: { readonly index?: number; readonly row?: number } | undefined): void;
}

/** The string to sign: a ribbon of byte shares, the text in labelled segments, a readout, and a legend. */
export function stringView(options: StringViewOptions = {}): StringView {
  const { onHighlight, onEdit, empty = 'Nothing to sign.' } = options;
  const ribbon = h('div', { class: 'ribbon', 'aria-hidden': 'true' });
  const keys = onEdit === undefined ? '' : ', Enter edits one';
  const label = `String to sign, in segments. Arrow keys move between segments${keys}.`;
  const text = h('div', { class: 'str', role: 'group', 'aria-label': label });
  const readout = h('div', { class: 'read' });
  const legend = h('div', { class: 'legend' });
  const element = h('div', { class: 'string-view' }, ribbon, text, readout, legend);
  let segments: readonly Segment[] = [];
  let current = 0;

  const spans = () => [...text.querySelectorAll<HTMLElement>('.s')];
  const indexOf = (event: Event) => {
    const at = (event.target as Element).closest<HTMLElement>('[data-s]')?.dataset.s;
    return at === undefined ? undefined : Number(at);
  };
  const announce = (index: number | undefined) =>
    onHighlight?.(index === undefined ? undefined : segments[index]);
  const show = (index: number | undefined) => {
    view.highlight(index === undefined ? undefined : { index });
    announce(index);
  };

  for (const area of [ribbon, text]) {
    area.addEventListener('mouseover', (event) => {
      const index = indexOf(event);
      if (index !== undefined) show(index);
    });
    area.addEventListener('mouseleave', () => show(undefined));
  }
  const focusOn = (index: number) => {
    const all = spans();
    current = Math.max(0, Math.min(all.length - 1, index));
    for (const [i, span] of all.entries()) span.tabIndex = i === current ? 0 : -1;
    all[current]?.focus();
  };
  text.addEventListener('click', (event) => {
    const index = indexOf(event);
    if (index !== undefined && getSelection()?.isCollapsed !== false) focusOn(index);
  });
  text.addEventListener('focusin', (event) => {
    const index = indexOf(event);
    if (index === undefined) return;
    current = index;
    show(index);
  });
  text.addEventListener('focusout', () => show(undefined));
  text.addEventListener('keydown', (event) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: current + 1,
      ArrowDown: current + 1,
      ArrowLeft: current - 1,
      ArrowUp: current - 1,
      Home: 0,
      End: segments.length - 1,
    };
    const to = moves[event.key];
    const segment = segments[current];
    if (to !== undefined) focusOn(to);
    else if (event.key === 'Enter' && segment !== undefined && onEdit) onEdit(segment);
    else return;
    event.preventDefault();
  });

  const view: StringView = {
    element,
    update(next) {
      segments = next;
      current = Math.min(current, Math.max(0, next.length - 1));
      const hadFocus = text.contains(document.activeElement);
      const shown = next.map((segment, i) =>
        spanOf(segment, i, i === current, onEdit !== undefined),
      );
      text.replaceChildren(
        ...(next.length === 0 ? [h('span', { class: 'none' }, empty)] : shown.flat()),
      );
      if (hadFocus) spans()[current]?.focus();
      ribbon.replaceChildren(...next.map(shareOf));
      legend.replaceChildren(...legendOf(next));
      view.highlight(undefined);
    },
    highlight(at) {
      const isOn = (segment: Segment | undefined, index: number) =>
        at?.index === undefined
          ? at?.row !== undefined && segment?.row === at.row
          : at.index === index;
      for (const one of element.querySelectorAll<HTMLElement>('[data-s]')) {
        const index = Number(one.dataset.s);
        one.classList.toggle('on', isOn(segments[index], index));
      }
      const index = at?.index ?? segments.findIndex((segment) => isOn(segment, -1));
      readout.replaceChildren(...readoutOf(segments[index], segments.length, onEdit !== undefined));
    },
  };
  return view;
}

/** How many bytes a string to sign has, in words. */
export function sizeOf(segments: readonly Segment[]): string {
  const text = segments.map((segment) => segment.text).join('');
  const bytes = byteLength(text);
  const characters = bytes === text.length ? '' : `, ${text.length} characters`;
  return `${plural(bytes, 'byte')}${characters}, UTF-8`;
}

const classOf = ({ kind, part, text }: Segment): string =>
  kind === 'url'
    ? `s u ${part === 'body hash' ? 'hash' : part}`
    : kind === 'name'
      ? 's n'
      : `s v${text === '' ? ' blank' : ''}`;

function spanOf(segment: Segment, index: number, isCurrent: boolean, isEdited: boolean): Node[] {
  const span = h(
    'span',
    {
      class: classOf(segment),
      role: isEdited ? 'button' : 'img',
      tabindex: isCurrent ? 0 : -1,
      'data-s': index,
      'data-l': segment.label,
      'aria-label': `${describe(segment)}: ${segment.text || 'blank'}. ${rangeOf(segment)}`,
    },
    ...visible(segment.text),
  );
  return index > 0 && segment.kind !== 'value' ? [h('wbr'), span] : [span];
}

function shareOf({ kind, length }: Segment, index: number): HTMLElement {
  const share = h('i', { class: kind.charAt(0), 'data-s': index });
  share.style.flexGrow = String(length);
  return share;
}

/** How much of a text the readout shows. */
const maxShown = 70;

function readoutOf(segment: Segment | undefined, count: number, isEdited: boolean): Node[] {
  if (count === 0) return [];
  if (segment === undefined) {
    return [
      h(
        'span',
        {},
        'Point at a segment, or move with ',
        h('b', {}, '←\u00a0→'),
        ...(isEdited ? ['. ', h('b', {}, 'Enter'), ' edits it.'] : ['.']),
      ),
    ];
  }
  const { text } = segment;
  const short = text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text;
  return [
    h('b', {}, describe(segment)),
    h('code', {}, ...(short === '' ? ['blank'] : visible(short))),
    h('span', {}, rangeOf(segment)),
  ];
}

function legendOf(segments: readonly Segment[]): Node[] {
  const entry = (kind: string, name: string, meaning: string) =>
    h('span', {}, h('span', { class: `s ${kind}` }, name), meaning);
  const has = (test: (segment: Segment) => boolean) => segments.some(test);
  return [
    ...(has(({ kind }) => kind === 'url') ? [entry('u', 'url', 'exactly as sent')] : []),
    ...(has(({ part }) => part === 'body hash')
      ? [entry('u hash', 'body hash', 'covers the raw body')]
      : []),
    ...(has(({ kind }) => kind === 'name')
      ? [entry('n', 'name', 'in sorted order'), entry('v', 'value', 'decoded')]
      : []),
  ];
}
