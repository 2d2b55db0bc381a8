import type { Play } from '@sig/conformance';
import { perform } from './perform.js';
import type { RunningServer } from './server.js';

/** What became of a scene on one server. */
export interface Outcome {
  /** What came back, in short: a status, or the statuses that led to it. */
  readonly got: string;
  readonly milliseconds: number;
  /** Whether it came out as it must. */
  readonly good: boolean;
}

/** Something that the demo does to every server. */
export interface Scene {
  readonly title: string;
  readonly expected: string;
  /** `undefined` if the framework cannot play it. */
  readonly perform: (server: RunningServer) => Promise<Outcome | undefined>;
}

export function sceneOf(play: Play): Scene {
  const { title, status, code } = play;
  return {
    title,
    expected: code === undefined ? 'accepted' : `${status} ${code}`,
    perform: (server) => perform(play, server),
  };
}
