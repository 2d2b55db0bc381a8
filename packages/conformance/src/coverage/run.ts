import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ReadTarget, type Seen, type Shows, unsigned, unsignedShown } from './check.js';
import { client } from './client.js';
import type { Signed } from './draft.js';
import { type Generated, generate } from './generate.js';
import { type CoverageSetting, coverageSettings, mountedAt } from './settings.js';

/** A server that is listening on a loopback port. */
export interface CoverageServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What an adapter brings: servers whose handler answers with all that it can read, as {@link Seen}. */
export interface CoverageHarness {
  /** Framework and version, such as `express 5.3.0`. */
  readonly name: string;
  start(setting: CoverageSetting): Promise<CoverageServer>;
  readonly read: ReadTarget;
  /** Instead of `read`, if a handler does not see targets as they came. */
  readonly shows?: (setting: CoverageSetting) => Shows;
  /** A path under which the routes of all settings are mounted. */
  readonly mount?: string;
  /** Why a setting is left out, by its name. */
  readonly without?: Readonly<Record<string, string>>;
  /** Which genuine requests the framework itself refuses, and why: `undefined` for all others. */
  readonly refuses?: (request: Generated, setting: CoverageSetting) => string | undefined;
}

const all = process.env.SIG_ALL === '1';
const lanes = 8;

/** `SIG_SEED`; else a new one for every full run, and always the same for the samples of `npm test`. */
const seed = Number(process.env.SIG_SEED ?? (all ? randomInt(2 ** 31) : 12));
/** How many requests each version of a framework gets, over all its settings. */
const total = Number(process.env.SIG_REQUESTS ?? (all ? 2_400 : 200));

/** Tests that an adapter accepts what the key has signed, all of it, and nothing else. */
export function coverage(harness: CoverageHarness): void {
  const settings = coverageSettings
    .filter(({ name }) => harness.without?.[name] === undefined)
    .map((setting) => mountedAt(setting, harness.mount ?? ''));
  const count = Math.ceil(total / settings.length);
  describe(`${harness.name}: coverage, SIG_SEED=${seed}`, () => {
    // Rejections are what these tests are made of, and need no explanation.
    beforeAll(() => void vi.stubEnv('NODE_ENV', 'production'));
    afterAll(() => {
      vi.unstubAllEnvs();
      console.log(`${harness.name}: ${count} requests for each setting, SIG_SEED=${seed}`);
    });
    it.each(settings)(
      '$name: what a handler reads was signed, and what was signed is accepted',
      async (setting) => {
        const server = await harness.start(setting);
        const report = await play(harness, setting, server.port, count).finally(server.close);
        expect(report.faults.join('\n\n')).toBe('');
        // Else the server refuses everything, or the mutations are no mutations.
        expect(report.accepted).toBeGreaterThan(0);
        expect(report.refused).toBeGreaterThan(0);
      },
      600_000,
    );
  });
}

interface Report {
  accepted: number;
  refused: number;
  readonly faults: string[];
}

async function play(
  harness: CoverageHarness,
  setting: CoverageSetting,
  port: number,
  count: number,
): Promise<Report> {
  const report: Report = { accepted: 0, refused: 0, faults: [] };
  const signed: Signed = new Set();
  const targets = new Set<string>();
  const shows = harness.shows?.(setting);
  let next = 0;
  const lane = async () => {
    const connection = client(port);
    while (next < count && report.faults.length < 5) {
      const request = generate(setting, seed, next++, signed);
      targets.add(request.signedTarget);
      const answer = await connection.send(request);
      const seen = answer?.status === 200 ? seenIn(answer.body) : undefined;
      if (seen !== undefined) report.accepted++;
      else report.refused++;
      const fault = faultOf(request, seen);
      if (fault !== undefined) {
        const said = answer === undefined ? 'no answer' : `${answer.status} ${answer.body}`;
        report.faults.push(
          `SIG_SEED=${seed}, request ${request.index}, ${request.title}\n${fault}\n${shown(request)}\n→ ${said}`,
        );
      }
    }
    connection.close();
  };
  const faultOf = (request: Generated, seen: Seen | undefined): string | undefined => {
    if (seen === undefined) {
      if (!request.genuine || harness.refuses?.(request, setting) !== undefined) return undefined;
      return 'A genuine request was refused.';
    }
    const missing =
      shows === undefined
        ? unsigned(seen, setting, signed, harness.read)
        : unsignedShown(seen, setting, signed, shows, [...targets, pathOf(request)]);
    return missing.length === 0 ? undefined : `Accepted, and never signed: ${missing.join('; ')}.`;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return report;
}

/**
 * Path and query of the target that came: a border between URL and body that moved keeps the string that was signed.
 * Whatever its authority is, no handler of these frameworks sees it.
 */
function pathOf({ target }: Generated): string {
  return target.replace(/^https?:\/\/[^/?]*/i, '');
}

function seenIn(body: string): Seen | undefined {
  try {
    const seen: Seen = JSON.parse(body);
    return seen.reached === true ? seen : undefined;
  } catch {
    return undefined;
  }
}

function shown({ packets }: Generated): string {
  return packets.map((packet) => JSON.stringify(packet.toString('latin1'))).join('\n');
}
