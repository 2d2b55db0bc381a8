// `@sig/playground`: the whole playground, and its parts for other pages. Styles are in `tokens.css`,
// `components.css` (below an element of class `sigp`) and `playground.css` (the layout of `mount`).
export type { Component } from './components/component.js';
export { type CopyOptions, copyButton } from './components/copy-button.js';
export { type ExplanationOptions, explanationView } from './components/explanation-view.js';
export { type OrderView, orderView } from './components/order-view.js';
export {
  type ParamsTable,
  type ParamsTableOptions,
  paramsTable,
} from './components/params-table.js';
export {
  type StringView,
  type StringViewOptions,
  sizeOf,
  stringView,
} from './components/string-view.js';
export { verdictView } from './components/verdict-view.js';
export { h, type IconName, icon } from './dom.js';
export { type Action, type Check, check } from './model/check.js';
export { type Explained, explainState, type Unexplained } from './model/explain.js';
export { written } from './model/fix.js';
export { readPaste } from './model/paste.js';
export { signedOrder } from './model/request.js';
export { type Segment, segmentsOf } from './model/segments.js';
export { fromFragment, toFragment } from './model/share.js';
export { blank, type Framework, frameworks, type Param, type State } from './model/state.js';
export { type Mounted, type MountOptions, mount } from './mount.js';
