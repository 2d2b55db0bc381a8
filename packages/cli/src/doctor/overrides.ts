import type { Finding } from './finding.js';
import type { Answer } from './probe.js';

/** The connection overrides, and what each may be. Source: the sender's documentation of connection overrides. */
const numbers: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ct: [100, 10_000],
  rt: [100, 15_000],
  tt: [100, 15_000],
  rc: [0, 5],
};
const policies = ['4xx', '5xx', 'ct', 'rt', 'all'];
/** Retries after these may repeat a request that the handler has seen. */
const afterHandling = ['4xx', '5xx', 'rt', 'all'];
const most = 15_000;

/**
 * Checks the connection overrides in the fragment of a configured URL (`rc=2&rp=5xx&rt=3000`), which the sender follows
 * and neither sends nor signs.
 *
 * @param genuine how a genuine request was answered, if it was sent
 */
export function checkOverrides(fragment: string, genuine: Answer | undefined): Finding[] {
  if (fragment === '') return [];
  const pairs = fragment.split('&').map((pair): [name: string, value: string] => {
    const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
    return [name, value];
  });
  const given = new Map(pairs);
  return [...invalid(pairs), ...tooShort(given, genuine), ...retries(given)];
}

const base = { sent: 'the fragment of the URL' };

function invalid(pairs: readonly [name: string, value: string][]): Finding[] {
  const wrong = pairs.flatMap(([name, value]) => {
    const problem = problemOf(name, value);
    return problem === undefined ? [] : [problem];
  });
  const repeated = pairs.map(([name]) => name).filter((name, i, all) => all.indexOf(name) !== i);
  const all = [...wrong, ...repeated.map((name) => `${shown(name)} comes twice`)];
  const found = { ...base, check: 'overrides', title: 'connection overrides' };
  if (all.length === 0) return [{ ...found, level: 'pass', got: 'known names, valid values' }];
  return [
    {
      ...found,
      level: 'warn',
      got: all.join('; '),
      fix: 'The overrides are ct and rt (milliseconds to connect and to wait for a response), tt (of all attempts), rc (retries, 0 to 5), rp (4xx, 5xx, ct, rt, all), sni (y or n) and e (an edge), as in #rc=2&rp=5xx. What is none of them has no effect.',
    },
  ];
}

function problemOf(name: string, value: string): string | undefined {
  const range = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
  if (range !== undefined) {
    const [least, greatest] = range;
    const isValid = /^\d+$/.test(value) && Number(value) >= least && Number(value) <= greatest;
    return isValid ? undefined : `${name} must be from ${least} to ${greatest}`;
  }
  if (name === 'rp') {
    const unknown = value.split(',').filter((one) => !policies.includes(one));
    return unknown.length === 0 ? undefined : `rp must be of ${policies.join(', ')}`;
  }
  if (name === 'sni') return /^[yn]$/.test(value) ? undefined : 'sni must be y or n';
  if (name === 'e') return /^[a-z][a-z0-9-]*$/.test(value) ? undefined : 'e must be an edge';
  return `${shown(name)} is no override`;
}

/** Time limits below what the endpoint took. */
function tooShort(given: ReadonlyMap<string, string>, answer: Answer | undefined): Finding[] {
  if (answer === undefined || answer.status === 0) return [];
  const took = Math.ceil(answer.milliseconds);
  const short = ['rt', 'tt'].filter((name) => Number(given.get(name) ?? most) < took);
  if (short.length === 0) return [];
  return [
    {
      ...base,
      check: 'override-timeouts',
      title: 'time limits',
      level: 'warn',
      got: `the response took ${took} ms, and ${short.map((name) => `${name}=${given.get(name)}`).join(', ')}`,
      fix: 'The sender gives up before this endpoint answers. Raise the limit, or answer sooner.',
      milliseconds: answer.milliseconds,
    },
  ];
}

/** Retries that may run a handler a second time, or that never come. */
function retries(given: ReadonlyMap<string, string>): Finding[] {
  const policy = (given.get('rp') ?? 'ct').split(',');
  const count = Number(given.get('rc') ?? 1);
  const repeats = policy.filter((one) => afterHandling.includes(one));
  if (count === 0 || repeats.length === 0) return [];
  const [read, total] = ['rt', 'tt'].map((name) => Number(given.get(name) ?? most));
  const isLate =
    (repeats.includes('rt') || repeats.includes('all')) && (read ?? most) >= (total ?? most);
  return [
    {
      ...base,
      check: 'override-retries',
      title: 'retries',
      level: 'advice',
      got: `rc=${count}, rp=${repeats.join(',')}: a request may come ${count + 1} times`,
      fix: `The handler may have run when a request is repeated: make it idempotent (by its MessageSid or CallSid, and what happened).${isLate ? ' After a read timeout there is no time left for a retry: set rt below tt.' : ''}`,
    },
  ];
}

/** A name of the fragment, cut and printable. */
function shown(name: string): string {
  return JSON.stringify(name.slice(0, 20).replace(/[^\x20-\x7e]/g, '?'));
}
