// The sheet: string, signature, and below them the comparison and the code.
import type { ComparePanel } from './compare-panel.js';
import { codeView } from './components/code-view.js';
import { copyButton } from './components/copy-button.js';
import { orderView } from './components/order-view.js';
import { signatureView } from './components/signature-view.js';
import { sizeOf, stringView } from './components/string-view.js';
import { tabList } from './components/tabs.js';
import { glyphOf, toneOf } from './components/verdict-view.js';
import { h, icon } from './dom.js';
import type { Check } from './model/check.js';
import { codeOf } from './model/code.js';
import type { Options } from './model/fix.js';
import { signedParams, withoutFragment } from './model/request.js';
import { type Segment, segmentsOf } from './model/segments.js';
import { compute } from './model/signature.js';
import { type Framework, frameworks, type State } from './model/state.js';
import type { Summary } from './model/summary.js';

export interface ResultPanelOptions {
  readonly compare: ComparePanel;
  readonly onHighlight: (at: Highlight | undefined) => void;
  readonly onEdit: (segment: Segment) => void;
  readonly onFramework: (framework: Framework) => void;
  readonly onCopy: () => void;
  /** The link to share. */
  readonly link: () => string;
}

/** What is marked, wherever it is shown. */
export interface Highlight {
  readonly index?: number;
  readonly row?: number;
}

export interface ResultPanel {
  readonly element: HTMLElement;
  readonly bar: HTMLElement;
  update(state: State): void;
  code(state: State, options: Options | undefined): void;
  summarize(check: Check, summary: Summary): void;
  highlight(at: Highlight | undefined): void;
  segmentOf(row: number, field: 'name' | 'value'): number;
  showCompare(): void;
}

export function resultPanel(options: ResultPanelOptions): ResultPanel {
  const { compare, onHighlight, onEdit, onFramework, onCopy, link } = options;
  let segments: readonly Segment[] = [];
  const size = h('span', { class: 'meta' });
  const pill = h('a', { class: 'pill push', href: '#sig-received' });
  const copy = copyButton({ text: () => segments.map(({ text }) => text).join(''), onCopy });
  const view = stringView({
    empty: 'Enter a URL, or pick an example.',
    onEdit,
    onHighlight: (segment) =>
      onHighlight(
        segment && {
          index: segments.indexOf(segment),
          ...(segment.row === undefined ? {} : { row: segment.row }),
        },
      ),
  });
  const order = orderView((row) => onHighlight(row === undefined ? undefined : { row }));
  const signature = signatureView(onCopy);
  const code = codeView(onCopy);
  const codeNote = h('span', { class: 'meta' });
  const frameworkTabs = tabList<Framework>({
    label: 'Framework',
    tabs: frameworks,
    panelOf: () => 'sig-code',
    tabId: (name) => `sig-framework-${name}`,
    onSelect: onFramework,
  });
  const panels = {
    compare: panel('compare', compare.elements, 'cmp'),
    code: panel('code', [
      h('div', { class: 'codehead' }, frameworkTabs.element, codeNote),
      h('div', { id: 'sig-code', role: 'tabpanel', 'aria-label': 'Program' }, code.element),
    ]),
  };
  const showTab = (name: keyof typeof panels) => {
    for (const [one, element] of Object.entries(panels)) element.hidden = one !== name;
    compare.resize();
  };
  const tabs = tabList<keyof typeof panels>({
    label: 'What to do with it',
    tabs: { compare: 'Compare a signature', code: 'Code' },
    panelOf: (name) => `sig-panel-${name}`,
    tabId: (name) => `sig-tab-${name}`,
    onSelect: showTab,
  });
  const showCompare = () => {
    tabs.select('compare');
    showTab('compare');
  };
  showCompare();
  const bar = h('a', { class: 'dock', href: '#sig-received' });
  for (const one of [pill, bar]) {
    one.addEventListener('click', (event) => {
      // The fragment of the page is a request that is shared, and stays.
      event.preventDefault();
      showCompare();
      const target = compare.verdict;
      target.scrollIntoView({ block: 'center' });
      target.focus({ preventScroll: true });
    });
  }
  const share = copyButton({ label: 'Copy link', text: link, onCopy });
  const sharing =
    'The link has the request and the received signature, never the key. It is all after the #, which browsers do not send.';

  return {
    element: h(
      'div',
      { class: 'sheet', id: 'sig-result', tabindex: -1 },
      part('String to sign', 'string', [size, pill, copy], view.element, order.element),
      part('Signature', 'signature', [], signature.element),
      h(
        'section',
        { class: 'part', 'aria-label': 'Compare and code' },
        h('div', { class: 'ph' }, tabs.element),
        panels.compare,
        panels.code,
      ),
      h('section', { class: 'part share', 'aria-label': 'Share' }, h('p', {}, sharing), share),
    ),
    bar,
    update(state) {
      segments = segmentsOf(state.url, signedParams(state));
      view.update(segments);
      order.update(state);
      signature.update({ state, computed: compute(state) });
      size.textContent = sizeOf(segments);
      copy.disabled = segments.length === 0;
      share.disabled = withoutFragment(state.url) === '';
      frameworkTabs.select(state.framework);
    },
    code(state, found) {
      const made = codeOf(state, found);
      code.update(made);
      codeNote.textContent = made.note;
    },
    summarize(check, summary) {
      const tone = toneOf(check);
      pill.className = `pill push ${tone}`;
      pill.replaceChildren(icon(glyphOf(check)), summary.pill);
      bar.className = `dock ${tone}`;
      bar.replaceChildren(
        icon(glyphOf(check)),
        h('span', {}, summary.bar),
        h('em', {}, summary.link),
      );
    },
    highlight(at) {
      view.highlight(at);
      order.highlight(at?.row);
    },
    segmentOf: (row, field) =>
      segments.findIndex((segment) => segment.row === row && segment.kind === field),
    showCompare,
  };
}

function part(title: string, name: string, head: readonly Node[], ...content: readonly Node[]) {
  const id = `sig-heading-${name}`;
  return h(
    'section',
    { class: 'part', 'aria-labelledby': id },
    h('div', { class: 'ph' }, h('h2', { id }, title), ...head),
    ...content,
  );
}

function panel(name: string, content: readonly Node[], className = '') {
  return h(
    'div',
    {
      class: className,
      id: `sig-panel-${name}`,
      role: 'tabpanel',
      'aria-labelledby': `sig-tab-${name}`,
    },
    ...content,
  );
}
