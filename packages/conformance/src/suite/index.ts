import { describe } from 'vitest';
import { badInput } from './bad-input.js';
import { connections } from './connections.js';
import { errors } from './errors.js';
import type { Harness } from './harness.js';
import { options } from './options.js';
import { parsers } from './parsers.js';
import { startServers } from './servers.js';
import { traffic } from './traffic.js';
import { upgrades } from './upgrades.js';
import { urls } from './urls.js';
import { vectorsOverHttp } from './vectors.js';

export type { Echo, Harness, Setting, SuiteServer } from './harness.js';
export { authToken, type ScenarioName, scenarios } from './scenarios.js';

/** A part of the suite: cases for the servers of one harness. */
const parts = {
  'vectors over HTTP': vectorsOverHttp,
  'genuine and forged traffic': traffic,
  'bad input': badInput,
  'the URL': urls,
  options,
  'body parsers': parsers,
  errors,
  connections,
  'WebSocket upgrades': upgrades,
};

/** The behaviour of every adapter: what stands here, no adapter tests again by itself. */
export function conformance(harness: Harness): void {
  describe(harness.name, () => {
    const servers = startServers(harness);
    for (const [title, part] of Object.entries(parts)) {
      describe(title, () => part(servers, harness));
    }
  });
}
