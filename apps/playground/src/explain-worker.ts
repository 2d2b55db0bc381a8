// Looks for causes next to the page, which goes on.
import { explainState } from './model/explain.js';
import type { State } from './model/state.js';

addEventListener('message', ({ data }: MessageEvent<State>) => {
  postMessage(explainState(data));
});
