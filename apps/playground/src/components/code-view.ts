import { h } from '../dom.js';
import { type Code, highlighted, type Token } from '../model/code.js';
import type { Component } from './component.js';
import { copyButton } from './copy-button.js';

const classes: Readonly<Record<Token['kind'], string>> = {
  plain: '',
  keyword: 'kw',
  string: 'st',
  comment: 'cm',
};

/** A program, coloured, with the options that the request calls for marked. */
export function codeView(onCopy: () => void): Component<Code> {
  const code = h('code');
  const pre = h('pre', { tabindex: 0, role: 'region', 'aria-label': 'Code' }, code);
  let text = '';
  const copy = copyButton({ text: () => text, onCopy });
  return {
    element: h('div', { class: 'code' }, copy, pre),
    update(next) {
      text = next.text;
      const lines = highlighted(text).map((tokens) => {
        const spans = tokens.map(({ text: part, kind }) =>
          kind === 'plain'
            ? document.createTextNode(part)
            : h('span', { class: classes[kind] }, part),
        );
        const isSet = /^\s*(?:publicUrl|rewrite|configuredUrl|header):/.test(
          tokens.map((token) => token.text).join(''),
        );
        return h('span', { class: isSet ? 'hl' : 'cl' }, ...spans, '\n');
      });
      code.replaceChildren(...lines);
    },
  };
}
