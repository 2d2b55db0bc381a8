import { copyButton, explanationView, h, segmentsOf, stringView } from '@sig/playground';
import { againView } from './again-view.js';
import type { Client } from './client.js';
import type { Detail, ShownBody } from './protocol.js';

export interface DetailOptions {
  readonly client: Client;
  /** Whether requests can be sent, and signed. */
  readonly canSend: boolean;
  readonly canSign: boolean;
  readonly onSent: (id: number) => void;
  readonly onBack: () => void;
  readonly say: (text: string) => void;
}

const headings = {
  genuine: 'Genuine',
  refused: 'Refused',
  'not-verified': 'Not verified',
} as const;

/** A request with all that is known of it. */
export function detailView(detail: Detail, options: DetailOptions): HTMLElement {
  const { summary, warnings } = detail;
  return h(
    'article',
    { class: 'detail', 'aria-labelledby': 'opened' },
    h(
      'header',
      {},
      h('button', { class: 'btn back', type: 'button', onclick: options.onBack }, '← All requests'),
      h('h2', { id: 'opened', tabindex: -1 }, `${summary.method} `, h('code', {}, summary.target)),
      h('p', { class: 'meta' }, `${summary.event} · ${new Date(summary.time).toLocaleString()}`),
    ),
    verdictOf(detail),
    ...warnings.map(({ level, message }) => h('p', { class: `warning ${level}` }, message)),
    ...explanationOf(detail, options),
    againView(detail, options),
    section('Response', ...answerOf(detail)),
    section('Parameters', paramsOf(detail)),
    section('String to sign', stringOf(detail)),
    section('Headers', fields(detail.headers)),
    section('Body, as it came', bodyOf(detail.body)),
  );
}

function section(title: string, ...children: Node[]): HTMLElement {
  return h('section', {}, h('h3', {}, title), ...children);
}

function verdictOf({ summary, code, message, key, url }: Detail): HTMLElement {
  const { verdict } = summary;
  const tone = verdict === 'genuine' ? 'ok' : verdict === 'refused' ? 'bad' : 'idle';
  return h(
    'div',
    { class: `verdict ${tone}` },
    h(
      'div',
      {},
      h('strong', {}, headings[verdict]),
      h('p', {}, message ?? `Signed with the ${key}, for ${url}`),
      ...(code === undefined ? [] : [h('p', { class: 'meta' }, h('code', {}, code))]),
    ),
  );
}

/** The framework that fixes are written for, as it was chosen last. */
const chosen = 'sig-framework';

function explanationOf({ explanation, fixes }: Detail, { say }: DetailOptions): Node[] {
  if (explanation === undefined) return [];
  const view = explanationView({ onCopy: () => say('Copied') });
  const show = (framework: string) => {
    const line = fixes?.[framework];
    view.update(
      explanation.isFound && line !== undefined
        ? { ...explanation, fix: { ...explanation.fix, line } }
        : explanation,
    );
  };
  const [first = ''] = Object.keys(fixes ?? {});
  const kept = sessionStorage.getItem(chosen) ?? first;
  const start = fixes?.[kept] === undefined ? first : kept;
  show(start);
  if (fixes === undefined) return [view.element];
  const select = h(
    'select',
    { id: 'framework', class: 'box' },
    ...Object.keys(fixes).map((name) => h('option', { selected: name === start }, name)),
  );
  select.addEventListener('change', () => {
    sessionStorage.setItem(chosen, select.value);
    show(select.value);
  });
  const label = h('label', { for: 'framework' }, 'The app uses');
  return [h('p', { class: 'choice' }, label, select), view.element];
}

function paramsOf({ params, paramsIn }: Detail): Node {
  if (params.length === 0) return h('p', { class: 'meta' }, 'None.');
  const where = paramsIn === 'form' ? 'of the form' : 'of the query';
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Parameters ${where}` },
    h(
      'table',
      {},
      h(
        'tbody',
        {},
        ...params.map(({ name, value, note }) =>
          h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row' },
              h('code', {}, name),
              ...(note === undefined ? [] : [h('span', { class: 'meta' }, note)]),
            ),
            h(
              'td',
              {},
              value === '' ? h('span', { class: 'meta' }, 'blank') : h('code', {}, value),
            ),
          ),
        ),
      ),
    ),
  );
}

function stringOf({ url, signedParams }: Detail): Node {
  const view = stringView();
  const params = signedParams.map(([name, value], row) => ({ name, value, row }));
  view.update(segmentsOf(url, params));
  return view.element;
}

function answerOf({ answer, summary }: Detail): Node[] {
  if (answer === undefined) {
    return [h('p', { class: 'meta' }, summary.failure ?? 'The app has not answered yet.')];
  }
  const { status, milliseconds, headers, body, twiml } = answer;
  return [
    h(
      'p',
      { class: 'meta' },
      `Status ${status} · ${Math.round(milliseconds)} ms · ${body.length} bytes`,
    ),
    ...(twiml === undefined
      ? [bodyOf(body)]
      : [
          h(
            'pre',
            { class: 'twiml', tabindex: 0, role: 'region', 'aria-label': 'TwiML' },
            ...twiml.map(({ indent, tokens }) =>
              h(
                'code',
                {},
                '  '.repeat(indent),
                ...tokens.map(({ kind, text }) => h('span', { class: `x-${kind}` }, text)),
                '\n',
              ),
            ),
          ),
        ]),
    ...(headers.length === 0
      ? []
      : [h('details', {}, h('summary', {}, 'Headers'), fields(headers))]),
  ];
}

function fields(headers: Detail['headers']): HTMLElement {
  const rows = headers.map(([name, value]) =>
    h('tr', {}, h('th', { scope: 'row' }, h('code', {}, name)), h('td', {}, h('code', {}, value))),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Headers' },
    h('table', {}, h('tbody', {}, ...rows)),
  );
}

function bodyOf({ text, base64, kept, length }: ShownBody): HTMLElement {
  if (length === 0) return h('p', { class: 'meta' }, 'None.');
  const shown = text ?? base64 ?? '';
  const cut = kept < length ? ` The first ${kept} of ${length} bytes were kept.` : '';
  return h(
    'div',
    { class: 'raw' },
    h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Body' }, h('code', {}, shown)),
    h(
      'p',
      { class: 'meta' },
      `${length} bytes${text === undefined ? ', not text: shown as Base64' : ''}.${cut} `,
    ),
    copyButton({ text: () => shown }),
  );
}
