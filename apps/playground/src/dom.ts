// Elements, made without a parser: no text of a request can become markup.

type Child = Node | string | undefined;
type Value = string | number | boolean | undefined | ((event: Event) => void);

/** An element with attributes, listeners (`onclick`), and children. A boolean sets an attribute or leaves it out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const svgSpace = 'http://www.w3.org/2000/svg';

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Node[]
): SVGElement {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

const paths = {
  tick: 'M3.5 9.5 7 13l7.5-8',
  unequal: 'M3 6.5h12M3 11.5h12M12 3 6 15',
  dots: 'M5 9h.1M9 9h.1M13 9h.1',
  warning: 'M9 2 16.5 15.5h-15zM9 7v4M9 13.2v.1',
  info: 'M9 1.8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 9 1.8M9 8v4.5M9 5.4v.1',
  cross: 'M5.5 5.5l7 7m0-7l-7 7',
  plus: 'M9 3v12M3 9h12',
  lock: 'M5 8h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2M6 8V5.5a3 3 0 0 1 6 0V8',
  copy: 'M8 6.2h5.6a1.9 1.9 0 0 1 1.9 1.9v5.9a1.9 1.9 0 0 1-1.9 1.9H8a1.9 1.9 0 0 1-1.9-1.9V8.100A1.900 1.900 0 0 1 8 6.200M11.800 6.200V4a1.900 1.900 0 0 0-1.900-1.900H4.400A1.900 1.900 0 0 0 2.500 4v5.600a1.900 1.900 0 0 0 1.900 1.900h1.700',
  link: 'M7.500 10.500a3.200 3.200 0 0 0 4.600 0l2.500-2.500a3.250 3.250 0 0 0-4.600-4.600l-1 1M10.500 7.500a3.200 3.200 0 0 0-4.600 0l-2.500 2.500a3.250 3.250 0 0 0 4.600 4.600l1-1',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGElement {
  const attributes = {
    width: 18,
    height: 18,
    viewBox: '0 0 18 18',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.7,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  return svg('svg', attributes, svg('path', { d: paths[name] }));
}

/** Text in which backticks are code. */
export function rich(text: string): Node[] {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? h('code', {}, part) : document.createTextNode(part)));
}

/** Text whose spaces and line breaks are seen. What is copied of it is the text. */
export function visible(text: string): Node[] {
  return text.split(/( |\n)/).flatMap((part): Node[] => {
    if (part === ' ') return [h('span', { class: 'sp' }, ' ')];
    if (part === '\n') return [h('span', { class: 'nl' }), document.createTextNode('\n')];
    return part === '' ? [] : [document.createTextNode(part)];
  });
}
