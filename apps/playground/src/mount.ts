// The playground: one state, and the panels that show it.
import { comparePanel } from './compare-panel.js';
import { tabList } from './components/tabs.js';
import { h } from './dom.js';
import { createExplainer } from './explainer.js';
import { exampleChips, intro } from './intro.js';
import { keyPanel } from './key-panel.js';
import { type Action, check } from './model/check.js';
import { type ExampleName, exampleOf, isExample } from './model/examples.js';
import type { Explained, Unexplained } from './model/explain.js';
import { bodyOf } from './model/request.js';
import type { Segment } from './model/segments.js';
import { fromFragment, toFragment } from './model/share.js';
import { compute, withHash } from './model/signature.js';
import type { State } from './model/state.js';
import { summaryOf, withExplanation } from './model/summary.js';
import { pastePanel } from './paste-panel.js';
import { requestPanel } from './request-panel.js';
import { type Highlight, resultPanel } from './result-panel.js';

export interface MountOptions {
  /** Whether the title and the privacy line are shown. Default: true. */
  readonly intro?: boolean;
  /** Makes a worker of `@sig/playground/explain-worker`, so that the page goes on while a cause is looked for. */
  readonly createWorker?: () => Worker;
}

export interface Mounted {
  /** Removes everything. */
  unmount(): void;
}

/** How long after the last change a cause is looked for, and a verdict is announced, in milliseconds. */
const explainAfter = 300;
const announceAfter = 700;

/** Shows the playground in an element. */
export function mount(element: HTMLElement, options: MountOptions = {}): Mounted {
  let state: State = stateOf(location.hash);
  let explained: Explained | Unexplained | undefined;
  let focused: { readonly row: number; readonly field: 'name' | 'value' } | undefined;
  let explaining: ReturnType<typeof setTimeout> | undefined;
  let announcing: ReturnType<typeof setTimeout> | undefined;

  const explainer = createExplainer(options.createWorker);
  const live = h('div', { class: 'vh', role: 'status', 'aria-live': 'polite' });
  const say = (text: string) => {
    live.textContent = text;
  };
  const onCopy = () => say('Copied');
  const edit = (change: Partial<State>) => {
    chips.update(undefined);
    set({ ...state, ...change });
  };
  const request = requestPanel({
    onChange: edit,
    onAction: act,
    onFocusRow(row, field) {
      focused = row === undefined ? undefined : { row, field };
      highlight(undefined);
    },
  });
  const key = keyPanel(edit);
  const compare = comparePanel({ onChange: edit, onAction: act, onCopy });
  const result = resultPanel({
    compare,
    onHighlight: highlight,
    onEdit: editSegment,
    onFramework: (framework) => set({ ...state, framework }),
    onCopy,
    link: () => `${location.href.split('#', 1)[0]}#${toFragment(state)}`,
  });
  const chips = exampleChips(load);
  const panels = {
    request: inputPanel('request', request.elements),
    paste: inputPanel('paste', pastePanel(edit)),
  };
  const tabs = tabList<keyof typeof panels>({
    label: 'How to enter the request',
    tabs: { request: 'Request', paste: 'Paste' },
    panelOf: (name) => `sig-panel-${name}`,
    tabId: (name) => `sig-tab-${name}`,
    onSelect: showInput,
  });

  function showInput(name: keyof typeof panels): void {
    tabs.select(name);
    for (const [one, panel] of Object.entries(panels)) panel.hidden = one !== name;
    request.resize();
  }

  function set(next: State): void {
    state = next;
    request.update(state);
    key.update(state);
    result.update(state);
    const checked = check(state);
    compare.update(state, checked);
    highlight(undefined);
    clearTimeout(explaining);
    explainer.stop();
    if (checked.kind === 'idle' || checked.kind === 'match') {
      conclude(undefined);
      return;
    }
    compare.explain(null);
    result.summarize(checked, summaryOf(checked, undefined));
    explaining = setTimeout(() => {
      explainer.explain(state, (found) => {
        const isCertain = found.isFound && found.applied !== undefined;
        conclude(checked.kind === 'mismatch' || isCertain ? found : undefined);
      });
    }, explainAfter);
  }

  /** The verdict is complete. */
  function conclude(found: typeof explained): void {
    explained = found;
    const checked = withExplanation(check(state), found);
    compare.update(state, checked);
    compare.explain(found);
    result.code(state, found?.isFound ? found.options : undefined);
    const summary = summaryOf(checked, found);
    result.summarize(checked, summary);
    clearTimeout(announcing);
    announcing = setTimeout(() => {
      if (live.textContent !== summary.spoken) say(summary.spoken);
    }, announceAfter);
  }

  function highlight(at: Highlight | undefined): void {
    // An edit may have moved the segment of the field.
    const { row, field } = focused ?? {};
    const ofFocus =
      row === undefined || field === undefined
        ? undefined
        : { index: result.segmentOf(row, field), row };
    const lit = at ?? ofFocus;
    result.highlight(lit);
    request.table.highlight(lit?.row);
  }

  function editSegment({ kind, row }: Segment): void {
    showInput('request');
    if (kind === 'url' || row === undefined) request.url.focus();
    else request.table.focus(row, kind);
  }

  function load(name: ExampleName): void {
    set({ ...exampleOf(name), framework: state.framework });
    chips.update(name);
  }

  function act(action: Action): void {
    const { url } = state;
    if (action === 'use-computed') edit({ received: compute(state)?.base64 ?? '' });
    else if (action === 'to-shared') edit({ key: 'shared', secret: '' });
    else if (action === 'to-token') edit({ key: 'token', secret: '' });
    else if (action === 'use-wss') edit({ url: url.replace(/^http/i, 'ws') });
    else if (action === 'add-hash') edit({ url: withHash(state, bodyOf(state)) });
    else if (explained?.isFound && explained.applied !== undefined) edit(explained.applied);
    // The button is gone: the focus goes to what has changed.
    if (action === 'to-shared' || action === 'to-token') key.secret.focus();
    else if (action === 'use-wss' || action === 'add-hash') request.url.focus();
    else compare.verdict.focus();
  }

  const input = h(
    'section',
    { class: 'input', 'aria-label': 'Request and key' },
    tabs.element,
    panels.request,
    panels.paste,
    key.element,
  );
  const root = h(
    'div',
    { class: 'sigp' },
    h(
      'div',
      { class: 'wrap' },
      ...(options.intro === false ? [] : [intro()]),
      chips.element,
      h('div', { class: 'bench' }, input, result.element),
    ),
    h('div', { class: 'dockbar' }, result.bar),
    live,
  );
  element.append(root);
  showInput('request');
  const name = exampleName(location.hash);
  chips.update(name);
  set(state);
  const resized = new ResizeObserver(() => {
    request.resize();
    compare.resize();
  });
  resized.observe(root);
  const onHash = () => {
    const shared = fromFragment(location.hash);
    if (shared !== undefined) edit({ ...shared, secret: state.secret });
    else if (/^#(?:.*&)?ex=/.test(location.hash)) load(exampleName(location.hash) ?? 'call');
  };
  addEventListener('hashchange', onHash);
  return {
    unmount() {
      resized.disconnect();
      removeEventListener('hashchange', onHash);
      clearTimeout(explaining);
      clearTimeout(announcing);
      explainer.stop();
      root.remove();
    },
  };
}

/** What a link to the page asks for: a request that is shared, an example (`#ex=proxy`), or else the first one. */
function stateOf(fragment: string): State {
  return fromFragment(fragment) ?? exampleOf(exampleName(fragment) ?? 'call');
}

function exampleName(fragment: string): ExampleName | undefined {
  if (fromFragment(fragment) !== undefined) return undefined;
  const name = new URLSearchParams(fragment.slice(1)).get('ex') ?? 'call';
  return isExample(name) ? name : 'call';
}

function inputPanel(name: string, content: readonly Node[]): HTMLElement {
  const id = `sig-panel-${name}`;
  return h('div', { id, role: 'tabpanel', 'aria-labelledby': `sig-tab-${name}` }, ...content);
}
