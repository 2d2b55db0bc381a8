// Failing deployments behind real servers: what is wrong is named first, and the fix that is printed works as it is.
// Without SIG_ALL, one of each kind and server is run.
import { afterAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../src/deployment.js';
import { type Judgement, judge } from '../src/judge.js';
import { programOf } from '../src/servers/index.js';
import { deployments } from '../src/set/index.js';
import { type Row, writeTable } from '../src/table.js';

const all = process.env.SIG_ALL !== undefined;
const everything = Object.values(deployments).flat();
const rows: Row[] = [];

function check(deployment: Deployment, { printed, ...judgement }: Judgement): void {
  const { unknown } = deployment;
  expect(judgement, `${JSON.stringify(judgement)}\n${printed}`).toMatchObject({
    isRefused: true,
    isControlled: true,
    verdict: unknown === undefined ? 'right' : 'next step',
    isFixed: true,
  });
}

describe.each(Object.entries(deployments))('%s', (kind, list) => {
  for (const deployment of list.filter(({ always }) => all || always)) {
    const { name, server } = deployment;
    // Visible in the name, because a skipped test has no other place for it.
    const isMissing = programOf(server) === undefined;
    const title = `${server}: ${name}${isMissing ? ` (${server} is not installed)` : ''}`;
    it.skipIf(isMissing)(title, async () => {
      const judgement = await judge(deployment);
      rows.push({ kind, deployment, judgement });
      check(deployment, judgement);
    });
  }
});

afterAll(() => {
  if (rows.length === everything.length) writeTable(rows);
});

describe('the set', () => {
  it('has at least sixty deployments, half of them from public threads', () => {
    const cited = everything.filter(({ source }) => source !== 'own');
    expect(everything.length).toBeGreaterThanOrEqual(60);
    expect(2 * cited.length).toBeGreaterThanOrEqual(everything.length);
    for (const { source } of cited) expect(source).toMatch(/^https:\/\//);
  });

  it('runs a dozen without SIG_ALL, of every kind and server', () => {
    const always = everything.filter((one) => one.always);
    expect(always.length).toBeGreaterThanOrEqual(12);
    const servers = (list: readonly Deployment[]) => new Set(list.map(({ server }) => server));
    expect(servers(always)).toEqual(servers(everything));
    for (const list of Object.values(deployments))
      expect(list.some((one) => one.always)).toBe(true);
  });

  it('has a name of its own for each', () => {
    expect(new Set(everything.map(({ name }) => name)).size).toBe(everything.length);
  });
});
