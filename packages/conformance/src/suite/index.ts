import { beforeAll, describe, expect, it } from 'vitest';
import { attacks } from './attacks.js';
import { badInput } from './bad-input.js';
import { bearerTokens } from './bearer.js';
import { type CaseReport, type Check, checks } from './check.js';
import { connections } from './connections.js';
import { errors } from './errors.js';
import { guards } from './guards.js';
import type { Harness } from './harness.js';
import { idempotency } from './idempotency.js';
import { options } from './options.js';
import { parsers } from './parsers.js';
import { type Servers, startServers } from './servers.js';
import { sharedKeyCases } from './shared-keys.js';
import { traffic } from './traffic.js';
import { upgrades } from './upgrades.js';
import { urls } from './urls.js';
import { vectorsOverHttp } from './vectors.js';

export { type Act, type Acted, createActs } from './acts.js';
export type { CaseReport } from './check.js';
export { type EventHarness, type EventSetting, events } from './events.js';
export type { Echo, Harness, Setting, SuiteServer } from './harness.js';
export { authToken, guardsOf, type ScenarioName, scenarios } from './scenarios.js';

/** A part of the suite: cases for the servers of one harness. */
type Part = (servers: Servers, check: Check, harness: Harness) => void;

const upgradesTitle = 'WebSocket upgrades';

const parts: Record<string, Part> = {
  'vectors over HTTP': vectorsOverHttp,
  'genuine and forged traffic': traffic,
  'captured requests': attacks,
  'bad input': badInput,
  'the URL': urls,
  options,
  'shared keys': sharedKeyCases,
  'body parsers': parsers,
  'HTTP Basic and Digest': guards,
  'Bearer tokens': bearerTokens,
  idempotency,
  errors,
  connections,
  [upgradesTitle]: upgrades,
};

/** The behaviour of every adapter: what stands here, no adapter tests again by itself. */
export function conformance(harness: Harness): void {
  describe(harness.name, () => {
    // No limit that a slow machine could reach.
    beforeAll(() => harness.prepare?.(), 3_600_000);
    const servers = startServers(harness);
    const holes: CaseReport[] = [];
    for (const [title, part] of Object.entries(parts)) {
      const declared = checks(harness, title, holes);
      // A part that is all holes has no tests.
      const name = title === upgradesTitle ? 'upgrade' : title;
      if (harness.without?.[name]) part(servers, declared, harness);
      else describe(title, () => part(servers, declared, harness));
    }
    it('every hole has its reason, and every reason its hole', ({ task }) => {
      task.meta.conformance = holes;
      const reasons = new Set(Object.values(harness.without ?? {}));
      expect(new Set(holes.map(({ hole }) => hole))).toEqual(reasons);
    });
  });
}
