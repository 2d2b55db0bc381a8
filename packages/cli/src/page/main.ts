// The page of `sig listen`.
import './page.css';
import { h } from '@sig/playground';
import { createClient, ServerError } from './client.js';
import { detailView } from './detail-view.js';
import { listView } from './list-view.js';
import type { PageState } from './protocol.js';
import { emptyView, problemView } from './start-view.js';
import { toolbar } from './toolbar.js';

const client = createClient(location.hash.slice(1));
const notice = h('p', { class: 'notice', role: 'status' });
const live = h('p', { class: 'vh', role: 'status', 'aria-live': 'polite' });
const say = (text: string) => {
  live.textContent = text;
};

/** How long until the page tries again, in milliseconds. */
const pause = 1_000;

start().catch((error: unknown) => {
  const isSecret = error instanceof ServerError && error.status === 401;
  const problem = isSecret
    ? problemView(
        'The address is not complete',
        'Open the whole address that sig listen has printed, with what is behind "#". It is new each time.',
      )
    : problemView(
        'sig listen does not answer',
        'Start it again, and open the address that it prints.',
      );
  document.body.append(
    h('header', { class: 'top' }, h('h1', {}, 'sig listen')),
    h('main', {}, problem),
  );
});

async function start(): Promise<void> {
  const state = await client.state();
  const main = h('main', { class: 'opened' });
  let opened: number | undefined;
  const list = listView({
    onOpen: (id) => void open(id, true),
    onSize: (size) => {
      count.textContent = `${size} ${size === 1 ? 'request' : 'requests'}`;
      if (opened === undefined) showEmpty(size);
    },
    onFailure: ({ method, target, title, status, failure }) =>
      say(`Failed: ${method} ${target.slice(0, 60)}. ${title ?? failure ?? `Status ${status}`}`),
  });
  const count = h('span', { class: 'meta' });
  const onSent = (id: number) => void open(id, true);
  const canSend = state.forward !== undefined;
  let asked = 0;
  let wantsFocus = false;

  async function open(id: number, focuses: boolean): Promise<void> {
    asked += 1;
    const turn = asked;
    // Answers may overtake each other: an older one has an older state of the request.
    const isLatest = () => turn === asked && opened === id;
    wantsFocus = focuses || (wantsFocus && opened === id);
    opened = id;
    list.select(id);
    document.body.classList.add('is-open');
    try {
      const detail = await client.open(id);
      if (!isLatest()) return;
      // Whoever reads it when it is drawn again goes on from its heading, and not from the top of the page.
      wantsFocus ||= main.contains(document.activeElement);
      main.replaceChildren(
        detailView(detail, { client, canSend, canSign: state.hasKey, onSent, onBack: back, say }),
      );
    } catch (error) {
      if (!isLatest()) return;
      main.replaceChildren(problemView('It cannot be shown', (error as Error).message));
    }
    if (wantsFocus) main.querySelector<HTMLElement>('#opened')?.focus();
    wantsFocus = false;
  }

  function back(): void {
    const id = opened;
    opened = undefined;
    list.select(undefined);
    document.body.classList.remove('is-open');
    showEmpty(list.size);
    list.element.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
  }

  function showEmpty(size: number): void {
    main.replaceChildren(
      size > 0
        ? h(
            'p',
            { class: 'empty meta' },
            'Choose a request. Arrow keys move, Enter opens, Escape closes.',
          )
        : emptyView(state, async () =>
            onSent((await client.post('/api/play', { kind: 'voice', path: '/voice' })).id),
          ),
    );
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && opened !== undefined) back();
  });
  const tools = toolbar({
    client,
    state,
    onSent,
    onFilter: (isOn) => document.body.classList.toggle('only-failed', isOn),
    onError: (message) => {
      notice.textContent = message;
    },
  });
  document.body.append(
    h('header', { class: 'top' }, h('h1', {}, 'sig listen'), ...about(state), count),
    notice,
    live,
    h('div', { class: 'panes' }, h('nav', { 'aria-label': 'Requests' }, tools, list.element), main),
  );
  showEmpty(0);

  for (;;) {
    await client
      .events((event) => {
        notice.textContent = '';
        list.apply(event);
        const isOpened = 'request' in event && event.request.id === opened;
        // It is drawn again once there is an answer, which may come in one event with the request, unless somebody edits it.
        if (isOpened && !isEditing()) void open(event.request.id, false);
      })
      .catch(() => {});
    notice.textContent = 'sig listen does not answer. Is it still running? The page tries again.';
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function isEditing(): boolean {
  return document.querySelector<HTMLElement>('#edit')?.hidden === false;
}

function about({ forward, listensAt, hasKey, publicUrl, opened, enforce }: PageState): Node[] {
  if (forward === undefined) return [h('span', {}, h('code', {}, opened ?? 'A file'))];
  const verifies = !hasKey
    ? 'No key: nothing is verified'
    : `${enforce ? 'Refuses what does not verify' : 'Forwards everything'}${publicUrl === undefined ? '' : `, verifies for ${publicUrl}`}`;
  return [
    h('span', {}, h('code', {}, listensAt ?? ''), ' → ', h('code', {}, forward)),
    h('span', { class: 'meta' }, verifies),
  ];
}
