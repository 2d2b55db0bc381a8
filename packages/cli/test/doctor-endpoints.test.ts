// Endpoints in three languages, each with one planted defect that the doctor must name, and odd but correct ones,
// which it must leave in peace. Without SIG_ALL a dozen of them are examined.
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeContext } from '../src/doctor/context.js';
import { examine } from '../src/doctor/doctor.js';
import type { Report } from '../src/doctor/finding.js';
import {
  type Endpoints,
  isHelperInstalled,
  isInstalled,
  type Language,
  startEndpoints,
} from './endpoints/start.js';

const authToken = 'the auth token of the endpoints';
const all = process.env.SIG_ALL !== undefined;

interface Row {
  readonly endpoint: string;
  /** The checks that must find the defect, and nothing else. */
  readonly finds: readonly string[];
  readonly grade: 'B' | 'F';
  /** Whether it is examined without SIG_ALL. */
  readonly always?: boolean;
}

/** What follows if nothing is verified without a signature. */
const unverified = ['looks-genuine', 'no-signature', 'unsigned-get', 'unsigned-hash'];

const defects: Readonly<Record<Language, readonly Row[]>> = {
  node: [
    {
      endpoint: 'compares-the-length-that-came',
      finds: ['malformed-signature'],
      grade: 'F',
      always: true,
    },
    { endpoint: 'compares-the-end', finds: ['partial-signature'], grade: 'F' },
    { endpoint: 'ignores-json-bodies', finds: ['get-signature-on-post'], grade: 'F' },
    { endpoint: 'accepts-unsigned-get', finds: ['unsigned-get'], grade: 'F' },
    { endpoint: 'accepts-unsigned-head', finds: ['unsigned-head'], grade: 'B', always: true },
    { endpoint: 'empty-key', finds: ['empty-key'], grade: 'F' },
    { endpoint: 'undefined-key', finds: ['empty-key'], grade: 'F', always: true },
    { endpoint: 'lower-cases-the-path', finds: ['path-case'], grade: 'B' },
    { endpoint: 'the-last-of-repeated', finds: ['param-repeated'], grade: 'B' },
    { endpoint: 'each-of-repeated', finds: ['param-repeated'], grade: 'F' },
    { endpoint: 'skips-added-names', finds: ['param-added'], grade: 'F' },
    {
      endpoint: 'only-if-there-is-a-signature',
      finds: [...unverified, 'unsigned-head'],
      grade: 'F',
    },
    { endpoint: 'only-for-one-spelling', finds: ['path-case', 'path-unverified'], grade: 'F' },
    { endpoint: 'ignores-a-repeated-query', finds: ['query-changed'], grade: 'F' },
    { endpoint: 'development-on-localhost', finds: ['looks-genuine'], grade: 'F' },
  ],
  python: [
    { endpoint: 'compares-a-prefix', finds: ['partial-signature'], grade: 'F', always: true },
    { endpoint: 'ignores-json-bodies', finds: ['get-signature-on-post'], grade: 'F' },
    { endpoint: 'accepts-unsigned-get', finds: ['unsigned-get'], grade: 'F', always: true },
    { endpoint: 'unset-token', finds: ['empty-key'], grade: 'F' },
    { endpoint: 'missing-token-is-none', finds: ['empty-key'], grade: 'F' },
    { endpoint: 'names-without-case', finds: ['name-case'], grade: 'F', always: true },
    { endpoint: 'strips-values', finds: ['value-case'], grade: 'F' },
    { endpoint: 'ignores-the-query', finds: ['query-changed'], grade: 'F' },
    {
      endpoint: 'only-if-there-is-a-signature',
      finds: [...unverified, 'path-unverified'],
      grade: 'F',
    },
    { endpoint: 'trusts-the-user-agent', finds: ['looks-genuine'], grade: 'F' },
    { endpoint: 'ignores-nested-names', finds: ['nested-param', 'param-added'], grade: 'F' },
    { endpoint: 'sorts-the-query', finds: ['query-reordered'], grade: 'B' },
    { endpoint: 'decodes-the-url', finds: ['query-changed'], grade: 'F' },
    { endpoint: 'trusts-the-hash', finds: ['unsigned-hash'], grade: 'F' },
    // With the official helper.
    {
      endpoint: 'helper-as-in-the-docs',
      finds: ['get-signature-on-post', 'param-repeated'],
      grade: 'F',
      always: true,
    },
    {
      endpoint: 'helper-without-the-query',
      finds: ['param-repeated', 'query-changed'],
      grade: 'F',
    },
    { endpoint: 'helper-with-an-unset-token', finds: ['empty-key'], grade: 'F' },
  ],
  php: [
    { endpoint: 'compares-as-much-as-came', finds: ['malformed-signature'], grade: 'F' },
    {
      endpoint: 'ignores-the-body-without-a-form',
      finds: ['get-signature-on-post'],
      grade: 'F',
      always: true,
    },
    { endpoint: 'accepts-unsigned-get', finds: ['unsigned-get', 'unsigned-head'], grade: 'F' },
    { endpoint: 'empty-token', finds: ['empty-key'], grade: 'F', always: true },
    { endpoint: 'lower-cases-a-value', finds: ['value-case'], grade: 'F' },
    { endpoint: 'script-name-for-the-url', finds: ['query-changed'], grade: 'F' },
    {
      endpoint: 'only-if-there-is-a-signature',
      finds: [...unverified, 'unsigned-head'],
      grade: 'F',
    },
    { endpoint: 'case-of-the-signature', finds: ['case-changed-signature'], grade: 'F' },
    {
      endpoint: 'skips-arrays',
      finds: ['nested-param', 'param-added', 'param-repeated'],
      grade: 'F',
    },
    { endpoint: 'skips-unknown-names', finds: ['nested-param', 'param-added'], grade: 'F' },
    { endpoint: 'trusts-localhost', finds: ['looks-genuine'], grade: 'F', always: true },
    { endpoint: 'the-path-alone', finds: ['host-not-signed'], grade: 'F' },
  ],
};

/** Correct endpoints, by what the card says of how they refuse; those in `always` are examined without SIG_ALL. */
const odd: Readonly<Record<Language, Readonly<Record<string, string | undefined>>>> = {
  node: {
    'odd-two-hundred': '200, another body',
    'odd-login': '303, to /login?back=here',
    'odd-closed': 'connection closed',
    'odd-not-found': undefined,
    'odd-limit': '429',
    'odd-refusals-limited': undefined,
    'odd-health-check': undefined,
  },
  python: {
    'odd-two-hundred': '200, another body',
    'odd-login': '302, to /login?next=/odd-login',
    'odd-empty-response': '200, another body',
    'helper-used-with-care': undefined,
  },
  php: {
    'odd-two-hundred': '200, another body',
    'odd-login': '302, to /login.php',
    'odd-not-found': undefined,
  },
};
const always = [
  'node odd-closed',
  'node odd-limit',
  'python odd-two-hundred',
  'python helper-used-with-care',
  'php odd-login',
];

function examineAt(url: string): Promise<Report> {
  const options = { timeout: 5000, ca: undefined, pause: 0, patience: 30_000 };
  return examine(makeContext({ url, key: { authToken } }, options));
}

const faults = ({ findings }: Report) =>
  findings
    .filter(({ level }) => ['fail', 'error', 'warn'].includes(level))
    .map(({ check }) => check)
    .sort();

const languages = Object.keys(defects) as Language[];
describe.each(languages)('endpoints in %s', (language) => {
  const installed = isInstalled(language);
  let endpoints: Endpoints | undefined;
  beforeAll(async () => {
    if (installed) endpoints = await startEndpoints(language, authToken);
  });
  afterAll(() => endpoints?.stop());

  const has = (endpoint: string) => !endpoint.startsWith('helper-') || isHelperInstalled();
  const rows = defects[language].filter((row) => (all || row.always) && has(row.endpoint));
  it.skipIf(!installed).each(rows)('names what is wrong: $endpoint', async (row) => {
    const report = await examineAt(`http://127.0.0.1:${endpoints?.port}/${row.endpoint}`);
    expect(faults(report)).toEqual([...row.finds].sort());
    expect(report.grade).toBe(row.grade);
    for (const { level, fix } of report.findings) if (level === 'fail') expect(fix).toBeTruthy();
  });

  const correct = Object.entries(odd[language]).filter(
    ([endpoint]) => (all || always.includes(`${language} ${endpoint}`)) && has(endpoint),
  );
  it.skipIf(!installed).each(correct)('no alarm: %s', async (endpoint, refusal) => {
    const report = await examineAt(`http://127.0.0.1:${endpoints?.port}/${endpoint}`);
    expect(faults(report)).toEqual([]);
    expect(report.grade).toBe('A');
    expect(report.findings.find(({ check }) => check === 'refusal')?.got).toBe(refusal);
  });
});

const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

it.skipIf(address === undefined)('an endpoint on another host, and what it trusts', async () => {
  const endpoints = await startEndpoints('node', authToken);
  try {
    const at = (name: string) => `http://${address}:${endpoints.port}/${name}`;
    const report = await examineAt(at('trusts-the-forwarded-host'));
    expect(faults(report)).toEqual(['forwarded-host', 'https']);
    expect(report.grade).toBe('B');
    expect(report.verdict).toContain('plain http to another machine');
  } finally {
    await endpoints.stop();
  }
});

it('has at least thirty defects, in three languages', () => {
  expect(Object.values(defects).flat().length).toBeGreaterThanOrEqual(30);
});
