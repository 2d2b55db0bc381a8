import { copyButton, h } from '@sig/playground';
import type { PageState } from './protocol.js';

/** What to do as long as nothing has come. */
export function emptyView(state: PageState, onPlay: () => void): HTMLElement {
  const { listensAt, forward, hasKey, publicUrl } = state;
  if (listensAt === undefined) {
    return h('div', { class: 'empty' }, h('h2', {}, 'The file has no requests.'));
  }
  const command = `sig send ${publicUrl ?? listensAt}/voice --as voice`;
  return h(
    'div',
    { class: 'empty' },
    h('h2', {}, 'Waiting for the first request'),
    h('p', {}, `What comes to ${listensAt} is forwarded to ${forward}, and shown here.`),
    h(
      'ol',
      { class: 'todo' },
      h(
        'li',
        {},
        h('b', {}, 'Without a phone: '),
        hasKey
          ? h(
              'button',
              { class: 'btn pri', type: 'button', onclick: onPlay },
              'Send an incoming call',
            )
          : 'start sig listen with TWILIO_AUTH_TOKEN set, so that it can sign.',
      ),
      h(
        'li',
        {},
        h('b', {}, 'From another terminal:'),
        h('div', { class: 'command' }, h('code', {}, command), copyButton({ text: () => command })),
      ),
      h(
        'li',
        {},
        h('b', {}, 'From the real sender: '),
        `point your tunnel at port ${new URL(listensAt).port}, and its URL at the tunnel.`,
      ),
    ),
  );
}

/** Something that the page cannot do anything about, and what to do. */
export function problemView(title: string, text: string): HTMLElement {
  return h('div', { class: 'empty', role: 'alert' }, h('h2', {}, title), h('p', {}, text));
}
