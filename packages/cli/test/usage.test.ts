// What the program is given, it uses or refuses: nothing is dropped in silence.
import { describe, expect, it } from 'vitest';
import { sig } from './run.js';

const url = 'https://example.com/voice';
const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

interface Refusal {
  readonly title: string;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly input?: string;
}

const refusals: readonly Refusal[] = [
  {
    title: 'a GET with parameters',
    args: ['send', url, '--get', '-p', 'a=1'],
    says: /--get and --param contradict each other.*query of the URL/,
  },
  {
    title: 'a GET with a body',
    args: ['send', url, '--get', '--body', '{}'],
    says: /--get and --body/,
  },
  {
    title: 'an upgrade with a form',
    args: ['send', url, '--websocket', '--form', 'a=1'],
    says: /--websocket and --form/,
  },
  {
    title: 'a GET that is an upgrade',
    args: ['send', url, '--get', '--websocket'],
    says: /--get and --websocket/,
  },
  ...['sign', 'send'].map((command) => ({
    title: `${command} with parameters and a form`,
    args: [command, url, '-p', 'a=1', '--form', 'b=2'],
    says: /--param and --form contradict each other/,
  })),
  {
    title: 'verify with a form and a body',
    args: ['verify', url, '-s', signature, '--form', 'a=1', '--body', '{}'],
    says: /--form and --body/,
  },
  {
    title: 'a type without a body',
    args: ['sign', url, '-p', 'a=1', '--content-type', 'text/plain'],
    says: /--content-type is the type of a --body/,
  },
  ...['0', '-1', 'soon', '', 'Infinity', '1e12'].flatMap((timeout) =>
    ['send', 'doctor'].map((command) => ({
      title: `${command} --timeout ${JSON.stringify(timeout)}`,
      args: [command, url, '--timeout', timeout],
      says: /--timeout must be a number of milliseconds/,
    })),
  ),
  ...['nonsense', '/voice', 'example.com/voice', 'ftp://example.com/', ''].map((given) => ({
    title: `sign ${JSON.stringify(given)}`,
    args: ['sign', given],
    says: /URL must be whole/,
  })),
  {
    title: 'verify of no URL',
    args: ['verify', 'nonsense', '-s', signature],
    says: /URL must be whole/,
  },
  ...['sign', 'verify', 'explain', 'send', 'doctor'].map((command) => ({
    title: `${command} with two URLs`,
    args: [command, url, url, ...(command === 'verify' ? ['-s', signature] : [])],
    says: /too many arguments/,
  })),
  {
    title: 'explain of a URL and a captured request',
    args: ['explain', url, '--request', '-'],
    says: /A URL and --request contradict each other/,
  },
  {
    title: 'explain of a captured request with parameters',
    args: ['explain', '--curl', 'curl https://example.com', '-p', 'a=1'],
    says: /--curl and --param, --form or --body/,
  },
  {
    title: 'an entry of no HAR file',
    args: ['explain', url, '--entry', '2'],
    says: /--entry is the number/,
  },
  {
    title: 'two places for the token',
    args: ['sign', url, '--token-stdin', '--token-file', 'x'],
    says: /--token-file and --token-stdin/,
    input: 'token',
  },
  {
    title: 'the token and a captured request from standard input',
    args: ['explain', '--request', '-', '--token-stdin'],
    says: /Standard input can be read once/,
    input: 'token',
  },
  {
    title: 'the token and the body from standard input',
    args: ['sign', url, '--token-stdin', '--body', '@-'],
    says: /Standard input can be read once/,
    input: 'token',
  },
];

describe('a usage error, exit code 2', () => {
  it.each(refusals)('$title', async ({ args, says, input = '' }) => {
    const run = await sig(args, { input });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(says);
    expect(run.stdout).toBe('');
  });
});

it('sig verify takes what sig sign prints', async () => {
  const { stdout } = await sig(['sign', url, '-p', 'Digits=1']);
  const run = await sig(['verify', url, '-s', stdout.trim(), '-p', 'Digits=1']);
  expect([run.code, run.stdout]).toEqual([0, 'valid\n']);
});

it('a host that is down: doctor and send say it alike, exit code 3', async () => {
  const dead = 'http://127.0.0.1:1/voice';
  const doctor = await sig(['doctor', dead]);
  const send = await sig(['send', dead]);
  expect([doctor.code, send.code]).toEqual([3, 3]);
  expect(doctor.stdout).toContain('connection-failed');
  expect(send.stderr).toContain('connection-failed');
});

it.each([80, 120])('help fits %d columns', async (columns) => {
  const env = { COLUMNS: String(columns) };
  for (const command of ['', 'sign', 'verify', 'explain', 'send', 'doctor', 'listen', 'proxy']) {
    const { stdout } = await sig([command, '--help'].filter(Boolean), { env });
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  }
});
