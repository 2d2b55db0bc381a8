import { h, type IconName, icon, rich } from '../dom.js';
import type { Action, Check } from '../model/check.js';
import type { Component } from './component.js';

export const toneOf = ({ kind }: Pick<Check, 'kind'>): 'idle' | 'ok' | 'bad' =>
  kind === 'idle' ? 'idle' : kind === 'match' ? 'ok' : 'bad';

export const glyphOf = ({ kind }: Pick<Check, 'kind'>): IconName =>
  kind === 'idle'
    ? 'dots'
    : kind === 'match'
      ? 'tick'
      : kind === 'malformed'
        ? 'warning'
        : 'unequal';

/** A verdict: a shape with a glyph, a title, what it means, and the code of the error. */
export function verdictView(onAction: (action: Action) => void): Component<Check> {
  const element = h('div', { class: 'verdict', tabindex: -1 });
  return {
    element,
    update(check) {
      const { title, text, code, signedUrl, action } = check;
      element.className = `verdict ${toneOf(check)}`;
      element.replaceChildren(
        h('span', { class: 'g' }, icon(glyphOf(check))),
        h(
          'div',
          {},
          h('strong', {}, title),
          h('p', {}, ...rich(text)),
          ...(code === undefined ? [] : [h('p', { class: 'meta' }, h('code', {}, code))]),
          ...(signedUrl === undefined
            ? []
            : [h('p', { class: 'meta' }, h('code', {}, `signed: ${signedUrl}`))]),
          ...(action === undefined
            ? []
            : [
                h(
                  'p',
                  { class: 'meta' },
                  h(
                    'button',
                    { class: 'link', type: 'button', onclick: () => onAction(action.do) },
                    action.label,
                  ),
                ),
              ]),
        ),
      );
    },
  };
}
