import { h, visible } from '../dom.js';
import type { DiffLine, Piece } from '../model/diff.js';
import type { Explained, Unexplained } from '../model/explain.js';
import { plural } from '../model/request.js';
import type { Component } from './component.js';
import { copyButton } from './copy-button.js';

export interface ExplanationOptions {
  /** Fills in what was signed. Without it there is nothing to apply. */
  readonly onApply?: () => void;
  readonly onCopy?: () => void;
}

/** Why a signature does not match: the difference marked, a sentence per mark, and the fix. */
export function explanationView(
  options: ExplanationOptions = {},
): Component<Explained | Unexplained | undefined> {
  const element = h('article', { class: 'exp', hidden: true });
  return {
    element,
    update(explained) {
      element.hidden = explained === undefined;
      if (explained === undefined) return element.replaceChildren();
      element.setAttribute('aria-label', explained.isFound ? 'Explanation' : 'Next steps');
      element.replaceChildren(
        ...(explained.isFound ? found(explained, options) : notFound(explained)),
      );
    },
  };
}

function found(explained: Explained, { onApply, onCopy }: ExplanationOptions): Node[] {
  const { title, lines, more, first, sentences, fix, hmacs, applied } = explained;
  const copied = fix.line ?? fix.text;
  const checks = `Found after ${plural(hmacs, 'check')}: the signature is right for ${lines.length > 0 ? 'the signed line above' : 'this request without it'}.`;
  return [
    h(
      'div',
      {},
      h('h3', {}, title),
      ...lines.map(comparison),
      ...(more > 0 ? [h('p', { class: 'first' }, `And ${more} more.`)] : []),
      ...(first === undefined ? [] : [h('p', { class: 'first' }, first)]),
      numbered(sentences),
    ),
    h(
      'div',
      { class: 'fix' },
      h('h3', {}, 'Fix'),
      h('p', {}, fix.text),
      h(
        'div',
        { class: 'ln' },
        ...(fix.line === undefined ? [] : [h('pre', {}, h('code', {}, fix.line))]),
        copyButton({
          label: 'Copy fix',
          isPrimary: true,
          text: () => copied,
          ...(onCopy === undefined ? {} : { onCopy }),
        }),
      ),
    ),
    h(
      'div',
      { class: 'tried' },
      checks,
      ...(applied === undefined || onApply === undefined
        ? []
        : [
            ' ',
            h(
              'button',
              { class: 'link', type: 'button', onclick: onApply },
              'Apply here and check',
            ),
          ]),
    ),
  ];
}

function notFound({ next, steps }: Unexplained): Node[] {
  return [h('div', {}, h('h3', {}, next), numbered(steps))];
}

function numbered(sentences: readonly string[]): HTMLElement {
  return h(
    'ol',
    { class: 'causes' },
    ...sentences.map((sentence, i) =>
      h('li', {}, h('span', { 'aria-hidden': 'true' }, String(i + 1)), h('span', {}, sentence)),
    ),
  );
}

function comparison({ signed, seen }: DiffLine): HTMLElement {
  return h(
    'dl',
    { class: 'diff' },
    h('dt', {}, 'Signed'),
    h('dd', { class: 'signed' }, ...signed.flatMap(pieceOf)),
    h('dt', {}, 'Seen'),
    h('dd', {}, ...seen.flatMap(pieceOf)),
  );
}

function pieceOf({ text, mark, label, isName }: Piece): Node[] {
  const name = isName ? 'pn' : undefined;
  if (mark === undefined) {
    return name === undefined ? visible(text) : [h('span', { class: name }, text)];
  }
  const attributes = { 'data-l': label ?? String(mark) };
  if (text === '') return [h('mark', { ...attributes, class: 'gap' }, 'missing'), h('wbr')];
  return [h('mark', { ...attributes, class: name }, ...visible(text)), h('wbr')];
}
