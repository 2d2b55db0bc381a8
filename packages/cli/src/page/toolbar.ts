import { h } from '@sig/playground';
import type { Client } from './client.js';
import type { PageState } from './protocol.js';

export interface ToolbarOptions {
  readonly client: Client;
  readonly state: PageState;
  readonly onSent: (id: number) => void;
  readonly onFilter: (onlyFailed: boolean) => void;
  readonly onError: (message: string) => void;
}

/** Play an event, show failures only, export, clear. */
export function toolbar({ client, state, onSent, onFilter, onError }: ToolbarOptions): HTMLElement {
  const attempt = (action: () => Promise<void>) => () =>
    void action().catch((error: Error) => onError(error.message));
  const kind = h(
    'select',
    { class: 'box', 'aria-label': 'Event' },
    ...state.events.map((event) =>
      h('option', { value: event.kind, title: event.about }, event.kind),
    ),
    h(
      'option',
      { value: 'call', title: 'Each with the same CallSid' },
      'call: voice, gather, status',
    ),
  );
  const path = h('input', {
    class: 'box',
    'aria-label': 'Path',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const usual = (kind: string) => state.events.find((event) => event.kind === kind)?.path ?? '/';
  path.value = usual(kind.value);
  const statusPath = h('input', {
    class: 'box',
    id: 'status-path',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  statusPath.value = usual('call-status');
  const status = h(
    'div',
    { class: 'f', hidden: true },
    h('label', { for: 'status-path' }, 'Path of the status callback, if there is one'),
    statusPath,
  );
  kind.addEventListener('change', () => {
    const isCall = kind.value === 'call';
    path.value = usual(isCall ? 'voice' : kind.value);
    status.hidden = !isCall;
  });
  const done = h('p', { class: 'meta', role: 'status' });
  const play = attempt(async () => {
    done.textContent = '';
    const reported =
      status.hidden || statusPath.value === '' ? {} : { statusPath: statusPath.value };
    const body = { kind: kind.value, path: path.value, ...reported };
    const { id, message = '' } = await client.post('/api/play', body);
    done.textContent = message;
    onSent(id);
  });
  const failed = h(
    'button',
    {
      class: 'chip',
      type: 'button',
      'aria-pressed': 'false',
      onclick: () => {
        const isOn = failed.getAttribute('aria-pressed') !== 'true';
        failed.setAttribute('aria-pressed', String(isOn));
        onFilter(isOn);
      },
    },
    'Failures only',
  );
  const boxes = ['numbers', 'names', 'bodies'].map((name) => {
    const box = h('input', { type: 'checkbox', value: name });
    return { box, label: h('label', {}, box, ` without ${name}`) };
  });
  const save = attempt(async () => {
    const what = boxes.flatMap(({ box }) => (box.checked ? [box.value] : []));
    const url = URL.createObjectURL(new Blob([await client.exported(what)]));
    h('a', { href: url, download: 'sig.har' }).click();
    URL.revokeObjectURL(url);
  });
  const canPlay = state.forward !== undefined && state.hasKey;
  return h(
    'div',
    { class: 'toolbar' },
    failed,
    ...(canPlay
      ? [
          h(
            'details',
            {},
            h('summary', { class: 'chip' }, 'Send an event'),
            h(
              'div',
              { class: 'pop' },
              kind,
              path,
              status,
              h('button', { class: 'btn pri', type: 'button', onclick: play }, 'Send'),
              done,
            ),
          ),
        ]
      : []),
    h(
      'details',
      {},
      h('summary', { class: 'chip' }, 'Export'),
      h(
        'div',
        { class: 'pop' },
        ...boxes.map(({ label }) => label),
        h('button', { class: 'btn pri', type: 'button', onclick: save }, 'Download HAR'),
      ),
    ),
    h(
      'button',
      {
        class: 'chip',
        type: 'button',
        onclick: attempt(async () => void (await client.post('/api/clear'))),
      },
      'Clear',
    ),
  );
}
