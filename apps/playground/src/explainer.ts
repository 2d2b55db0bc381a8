import { type Explained, explainState, type Unexplained } from './model/explain.js';
import type { State } from './model/state.js';

/** Looks for the cause of one request at a time; what it was looking for before is dropped. */
export interface Explainer {
  explain(state: State, done: (found: Explained | Unexplained) => void): void;
  stop(): void;
}

/** @param createWorker makes a worker of `explain-worker.ts`; without it the page waits for the cause */
export function createExplainer(createWorker: (() => Worker) | undefined): Explainer {
  let worker: Worker | undefined;
  let isBusy = false;
  const stop = () => {
    if (!isBusy) return;
    isBusy = false;
    worker?.terminate();
    worker = undefined;
  };
  return {
    explain(state, done) {
      stop();
      if (createWorker === undefined) {
        done(explainState(state));
        return;
      }
      worker ??= createWorker();
      isBusy = true;
      worker.onmessage = ({ data }: MessageEvent<Explained | Unexplained>) => {
        isBusy = false;
        done(data);
      };
      // A worker that cannot be loaded, such as by a page from a file.
      worker.onerror = () => {
        stop();
        done(explainState(state));
      };
      worker.postMessage(state);
    },
    stop,
  };
}
