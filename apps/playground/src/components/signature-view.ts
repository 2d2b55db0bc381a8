import { h } from '../dom.js';
import { byteLength, plural } from '../model/request.js';
import { algorithmOf, type Computed, textOf } from '../model/signature.js';
import type { State } from '../model/state.js';
import type { Component } from './component.js';
import { copyButton } from './copy-button.js';

export interface Signature {
  readonly state: State;
  readonly computed: Computed | undefined;
}

/** String, HMAC and base64, and the signature on its line. */
export function signatureView(onCopy: () => void): Component<Signature> {
  const steps = h('ol', { class: 'steps' });
  const output = h('output', { 'aria-label': 'Computed signature' });
  const copy = copyButton({ text: () => output.textContent ?? '', onCopy });
  const settings = h('span');
  const caption = h(
    'div',
    { class: 'cap' },
    h('span', {}, 'Computed here, sent as ', h('code', {}, 'X-Twilio-Signature')),
    settings,
  );
  const line = h('div', { class: 'sigline' }, output, copy);
  return {
    element: h('div', {}, steps, line, caption),
    update({ state, computed }) {
      steps.replaceChildren(...stepsOf(state, computed));
      output.textContent =
        computed?.base64 ?? (state.secret === '' ? 'Enter a key' : 'Enter a URL');
      output.className = computed === undefined ? 'none' : computed.bytes > 20 ? 'long' : '';
      copy.disabled = computed === undefined;
      settings.replaceChildren(...(state.key === 'shared' ? settingsOf(state) : []));
    },
  };
}

function stepsOf(state: State, computed: Computed | undefined): Node[] {
  const key = state.key === 'shared' ? 'shared key secret' : 'auth token';
  const step = (title: string, ...text: (Node | string)[]) =>
    h('li', {}, h('b', {}, title), ...text);
  const hmac =
    computed === undefined
      ? [state.secret === '' ? 'waiting for a key' : 'waiting for a URL']
      : [
          `key: ${key}, ${plural(byteLength(state.secret), 'byte')}`,
          h('br'),
          h('code', {}, computed.hex.replace(/(.{8})(?=.)/g, '$1 ')),
        ];
  const encoded =
    computed === undefined
      ? 'nothing yet'
      : `${computed.bytes} bytes become ${computed.base64.length} characters`;
  return [
    step('String', `${plural(byteLength(textOf(state)), 'byte')} of UTF-8`),
    step(algorithmOf(state), ...hmac),
    step('Base64', encoded),
  ];
}

function settingsOf({ keyId }: State): Node[] {
  const header = `X-Twilio-Webhooks-Signature-Settings: key=${keyId.trim() || '…'},algorithm=HMAC_SHA256`;
  return [document.createTextNode('with '), h('code', {}, header)];
}
