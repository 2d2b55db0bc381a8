import { h } from '@sig/playground';
import type { PageEvent, Summary } from './protocol.js';

export interface ListView {
  readonly element: HTMLElement;
  apply(event: PageEvent): void;
  select(id: number | undefined): void;
  /** The newest request. */
  readonly newest: number | undefined;
  readonly size: number;
}

export interface ListOptions {
  readonly onOpen: (id: number) => void;
  /** The number of requests has changed. */
  readonly onSize: (size: number) => void;
  /** A request that failed has come. */
  readonly onFailure: (request: Summary) => void;
}

/** Whether somebody should look at it. */
export const hasFailed = ({ verdict, status = 0, failure }: Summary): boolean =>
  verdict === 'refused' || status >= 400 || failure !== undefined;

/** The requests, the newest one first; attempts below the first of them. Arrow keys move, Enter opens. */
export function listView({ onOpen, onSize, onFailure }: ListOptions): ListView {
  const element = h('ol', { class: 'requests', 'aria-label': 'Requests, the newest one first' });
  const rows = new Map<number, { readonly element: HTMLElement; request: Summary }>();
  const announced = new Set<number>();
  let selected: number | undefined;
  let newest: number | undefined;

  element.addEventListener('click', (event) => {
    const id = (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset.id;
    if (id !== undefined) onOpen(Number(id));
  });
  element.addEventListener('keydown', (event) => {
    const buttons = [...element.querySelectorAll<HTMLElement>('button')].filter(
      (one) => one.offsetParent !== null,
    );
    const at = buttons.indexOf(event.target as HTMLElement);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: buttons.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(to, buttons.length - 1))]?.focus();
  });

  function add(request: Summary): void {
    const row = h('li', { class: 'row' });
    rows.set(request.id, { element: row, request });
    draw(request);
    const first = request.retryOf === undefined ? undefined : rows.get(request.retryOf)?.element;
    if (first === undefined) element.prepend(row);
    else lastOf(first).after(row);
    newest = request.id;
  }

  /** The last attempt that is shown below a first one. */
  function lastOf(first: HTMLElement): HTMLElement {
    let last = first;
    while (last.nextElementSibling?.classList.contains('retry')) {
      last = last.nextElementSibling as HTMLElement;
    }
    return last;
  }

  function draw(request: Summary): void {
    const row = rows.get(request.id);
    if (row === undefined) return;
    row.request = request;
    const isRetry = request.retryOf !== undefined && rows.has(request.retryOf);
    row.element.className = `row ${request.verdict}${hasFailed(request) ? ' failed' : ''}${isRetry ? ' retry' : ''}`;
    const hadFocus = row.element.contains(document.activeElement);
    row.element.replaceChildren(buttonOf(request, request.id === selected));
    if (hadFocus) row.element.querySelector('button')?.focus();
  }

  function announce(request: Summary): void {
    if (!hasFailed(request) || announced.has(request.id)) return;
    announced.add(request.id);
    onFailure(request);
  }

  const apply = (event: PageEvent) => {
    if (event.type === 'all') {
      rows.clear();
      element.replaceChildren();
      newest = undefined;
      for (const request of event.requests) {
        add(request);
        announced.add(request.id);
      }
    } else if (event.type === 'dropped') {
      rows.get(event.id)?.element.remove();
      rows.delete(event.id);
      announced.delete(event.id);
    } else {
      if (rows.has(event.request.id)) draw(event.request);
      else add(event.request);
      announce(event.request);
    }
    onSize(rows.size);
  };

  return {
    element,
    apply,
    select(id) {
      const before = selected;
      selected = id;
      for (const one of [before, id]) {
        const row = rows.get(one ?? 0);
        if (row !== undefined) draw(row.request);
      }
    },
    get newest() {
      return newest;
    },
    get size() {
      return rows.size;
    },
  };
}

const marks = { genuine: '✓', refused: '✗', 'not-verified': '–' } as const;
const words = { genuine: 'genuine', refused: 'refused', 'not-verified': 'not verified' } as const;

function buttonOf(request: Summary, isSelected: boolean): HTMLElement {
  const { id, time, method, target, event, verdict, status, milliseconds, via, attempt } = request;
  const state = status ?? (request.failure === undefined ? '…' : 'no answer');
  const origin = via === 'received' ? '' : via === 'resent' ? ' · sent again' : ' · made up';
  return h(
    'button',
    { type: 'button', 'data-id': id, 'aria-current': isSelected ? 'true' : undefined },
    h('span', { class: 'mark', role: 'img', 'aria-label': words[verdict] }, marks[verdict]),
    h('span', { class: 'what' }, h('b', {}, method), ' ', h('code', {}, target)),
    h(
      'span',
      { class: status === undefined || status < 400 ? 'status' : 'status bad' },
      String(state),
    ),
    h(
      'span',
      { class: 'meta' },
      `${new Date(time).toLocaleTimeString([], { hour12: false })} · ${event}${attempt > 1 ? ` · attempt ${attempt}` : ''}${origin}`,
    ),
    h(
      'span',
      { class: 'meta time' },
      milliseconds === undefined ? '' : `${Math.round(milliseconds)} ms`,
    ),
  );
}
