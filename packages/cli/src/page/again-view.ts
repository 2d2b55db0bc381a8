import { copyButton, h, type Param, paramsTable } from '@sig/playground';
import type { DetailOptions } from './detail-view.js';
import type { Detail } from './protocol.js';

const copies = { curl: 'curl', http: 'HTTP file', har: 'HAR', vitest: 'vitest test' } as const;
/** The adapters, by the names of frameworks that fixes have. */
const adapters: Readonly<Record<string, string>> = {
  Koa: 'koa',
  Fastify: 'fastify',
  Hono: 'hono',
  NestJS: 'nest',
  'Next.js': 'next',
  Lambda: 'lambda',
  'node:http': 'core',
};

/** Send it again, edit it, copy it. */
export function againView(detail: Detail, options: DetailOptions): HTMLElement {
  const { client, canSend, canSign, onSent, say } = options;
  const { id } = detail.summary;
  const message = h('p', { class: 'meta', role: 'status' });
  const run = async (action: () => Promise<void>) => {
    message.textContent = '';
    try {
      await action();
    } catch (error) {
      message.textContent = (error as Error).message;
    }
  };
  const send = (body?: object) =>
    run(async () => onSent((await client.post(`/api/requests/${id}/resend`, body)).id));
  const isStuck = !canSend || detail.stuck !== undefined;
  const resend = h(
    'button',
    { class: 'btn pri', type: 'button', disabled: isStuck, onclick: () => void send() },
    'Send again',
  );
  const form = editForm(detail, (edit) => void send(edit));
  const edit = h(
    'button',
    {
      class: 'btn',
      type: 'button',
      disabled: isStuck || !canSign,
      'aria-expanded': 'false',
      'aria-controls': 'edit',
      onclick: () => {
        form.hidden = !form.hidden;
        edit.setAttribute('aria-expanded', String(!form.hidden));
        if (!form.hidden) form.querySelector('input')?.focus();
      },
    },
    'Edit and sign',
  );
  const select = h(
    'select',
    { class: 'box', 'aria-label': 'Copy as' },
    ...Object.entries(copies).map(([value, name]) => h('option', { value }, name)),
  );
  const adapter = () => adapters[sessionStorage.getItem('sig-framework') ?? ''] ?? 'express';
  let text = '';
  const button = copyButton({ label: 'Copy', text: () => text, onCopy: () => say('Copied') });
  // The text is fetched before the button, which copies at once, hears of the click.
  const load = () =>
    run(async () => {
      text = '';
      text = await client.copy(id, select.value, adapter());
    });
  select.addEventListener('change', () => void load());
  void load();
  const why = canSend ? detail.stuck : 'A file is shown: there is no app to send to.';
  return h(
    'section',
    { class: 'again' },
    h('h3', {}, 'Again'),
    h('div', { class: 'bar' }, resend, edit, h('span', { class: 'push' }), select, button),
    ...(why === undefined ? [] : [h('p', { class: 'meta' }, why)]),
    ...(canSend && !canSign
      ? [h('p', { class: 'meta' }, 'To edit and sign, start with a key.')]
      : []),
    message,
    form,
  );
}

function editForm(detail: Detail, onSend: (edit: object) => void): HTMLElement {
  const { params: given, summary, body, paramsIn } = detail;
  const path = h('input', { class: 'box', id: 'path', spellcheck: 'false', autocomplete: 'off' });
  path.value = summary.target;
  let params: readonly Param[] = given.map(({ name, value }) => ({ name, value }));
  const isText = paramsIn === 'query' && body.length > 0;
  const area = h('textarea', { class: 'box', id: 'text', rows: 8, spellcheck: 'false' });
  area.value = body.text ?? '';
  const table = paramsTable({
    labelledBy: 'edit-params',
    onChange(next) {
      params = next;
    },
  });
  table.update(params);
  return h(
    'form',
    {
      id: 'edit',
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault();
        const pairs = params.map(({ name, value }) => [name, value]);
        const isQuery = paramsIn === 'query';
        onSend({
          target: path.value,
          ...(isText ? { body: area.value } : isQuery ? {} : { params: pairs }),
        });
      },
    },
    h('div', { class: 'f' }, h('label', { for: 'path' }, 'Path and query'), path),
    ...(isText
      ? [h('div', { class: 'f' }, h('label', { for: 'text' }, 'Body'), area)]
      : paramsIn === 'form'
        ? [
            h(
              'div',
              { class: 'f' },
              h('span', { class: 'lab', id: 'edit-params' }, 'Parameters'),
              table.element,
            ),
          ]
        : []),
    h('button', { class: 'btn pri', type: 'submit' }, 'Sign and send'),
  );
}
