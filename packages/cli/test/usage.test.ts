// What the program is given, it uses or refuses: nothing is dropped in silence.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main, sig } from './run.js';

const url = 'https://example.com/voice';
const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';
const folder = mkdtempSync(join(tmpdir(), 'sig-cli-usage-'));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true }));

const pem = (base64: string) =>
  `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
const capture = ['explain', '--curl', "curl https://example.com -H 'X-Twilio-Signature: x'"];
const formType = 'application/x-www-form-urlencoded';

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
  ...['0', '-1', '0.5', 'soon', '', 'Infinity', '1e12'].flatMap((timeout) =>
    ['send', 'doctor'].map((command) => ({
      title: `${command} --timeout ${JSON.stringify(timeout)}`,
      args: [command, url, '--timeout', timeout],
      says: /--timeout must be a whole number of milliseconds/,
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
    says: /--curl and --param, --form, --body or --content-type/,
  },
  {
    title: 'explain of a captured request with another type',
    args: [...capture, '--content-type', 'text/plain'],
    says: /--curl and --param, --form, --body or --content-type contradict/,
  },
  {
    title: 'explain for a server that has a public URL and trusts a proxy',
    args: [...capture, '--forwarded', '--public-url', 'https://example.com'],
    says: /--public-url and --forwarded contradict/,
  },
  {
    title: 'explain of a URL as a proxy tells it',
    args: ['explain', url, '-s', signature, '--forwarded'],
    says: /A URL and --forwarded contradict/,
  },
  ...['foo', 'https://example.com/x?y', 'wss://example.com', ''].map((given) => ({
    title: `explain --public-url ${JSON.stringify(given)}`,
    args: [...capture, '--public-url', given],
    says: /"publicUrl" must be an origin/,
  })),
  {
    title: 'one signature for every entry of a HAR file',
    args: ['explain', '--har', 'x.har', '--entry', 'all', '-s', signature],
    says: /--entry all and --signature contradict/,
  },
  {
    title: 'a signature header that can be none',
    args: ['explain', url, '-s', signature, '--header', 'X Signature'],
    says: /name of a header/,
  },
  ...['sign', 'verify', 'explain', 'send', 'doctor'].map((command) => ({
    title: `${command} with a form as another body`,
    args: [
      command,
      url,
      ...['--body', 'Digits=1234', '--content-type', `${formType}; charset=utf-8`],
      ...(command === 'verify' || command === 'explain' ? ['-s', signature] : []),
    ],
    says: /is a form by its --content-type.*--form/,
  })),
  ...['send', 'doctor'].flatMap((command) =>
    (
      [
        [
          'of no file',
          () => join(folder, 'missing.pem'),
          /cannot be read: there is no such file\.$/m,
        ],
        ['of something else', () => file('key.pem', 'a key'), /must have certificates.*has none/],
        ['that is damaged', () => file('damaged.pem', pem('AAAA')), /one that is damaged/],
      ] as const
    ).map(([title, path, says]) => ({
      title: `${command} with an authority ${title}`,
      args: [command, url, '--ca', path()],
      says,
    })),
  ),
  ...(
    [
      ['Foo bar=1', /name of a header/],
      ['=1', /name of a header/],
      ['X-A', /A header must be name=value/],
      ['X-A=1\r\nX-B: 2', /value of X-A has a line break/],
      ['X-A=\u20ac', /value of X-A has a line break or another character/],
    ] as const
  ).map(([header, says]) => ({
    title: `send --add-header ${JSON.stringify(header)}`,
    args: ['send', url, '--add-header', header],
    says,
  })),
  {
    title: 'send with a header that is added twice',
    args: ['send', url, '--add-header', 'X-A=1', '--add-header', 'x-a=2'],
    says: /--add-header x-a is given twice/,
  },
  {
    title: 'send of a body whose type no header can hold',
    args: ['send', url, '--body', 'x', '--content-type', 'text/plain\n'],
    says: /value of --content-type has a line break/,
  },
  ...['--fallback', '--status-callback'].map((option) => ({
    title: `send ${option} to what is no URL`,
    args: ['send', url, option, 'nonsense', ...(option === '--fallback' ? [] : ['--as', 'call'])],
    says: /URL must be whole/,
  })),
  {
    title: 'how to report the end of a call, and not where',
    args: ['send', url, '--as', 'call', '--status-callback-method', 'GET'],
    says: /--status-callback-method is for --status-callback/,
  },
  {
    title: 'a parameter of an event twice',
    args: ['send', url, '--as', 'message', '-p', 'Body=a', '-p', 'Body=b'],
    says: /--param Body is given twice/,
  },
  {
    title: 'two logins: of the URL, and a bearer token',
    args: ['send', 'https://user:pass@example.com/', '--bearer-file', 'x'],
    says: /user:password@ of the URL and --bearer-file contradict/,
  },
  {
    title: 'two logins: a bearer token, and a header',
    args: ['send', url, '--bearer-file', 'x', '--add-header', 'authorization=Bearer y'],
    says: /--bearer-file and --add-header Authorization contradict/,
  },
  {
    title: 'a bearer token that others could read',
    args: ['send', 'http://example.com/', '--bearer-file', file('bearer', 'abc')],
    says: /token-in-clear/,
  },
  ...['send', 'doctor'].map((command) => ({
    title: `${command} of parameters to a wss URL`,
    args: [command, 'wss://example.com/media', '-p', 'a=1'],
    says: /a wss URL and --param contradict/,
  })),
  {
    title: 'an event to a wss URL',
    args: ['send', 'wss://example.com/media', '--as', 'voice'],
    says: /--as voice and a wss URL contradict/,
  },
  {
    title: 'doctor with a body that is no text',
    args: ['doctor', url, '--body', `@${file('latin', Buffer.from('{"a":"\xe9"}', 'latin1'))}`],
    says: /--body is not UTF-8/,
  },
  {
    title: 'doctor with the token and the body from standard input',
    args: ['doctor', url, '--token-stdin', '--body', '@-'],
    says: /Standard input can be read once/,
    input: 'token',
  },
  ...(
    [
      ['sign', '--form'],
      ['sign', '--token-file'],
      ['send', '--fallback'],
      ['doctor', '--timeout'],
      ['explain', '--public-url'],
    ] as const
  ).map(([command, option]) => ({
    title: `${command} ${option} twice`,
    args: [command, url, option, '1', option, '2'],
    says: new RegExp(`${option} is given twice`),
  })),
  {
    title: 'two secrets of one shared key',
    args: ['sign', url, '--shared-key-id', 'K', '--token-file', file('two', 'a\nb\n')],
    says: /A shared key has one secret/,
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

it('a defect, exit code 4: it says so, and where', async () => {
  const broken = 'JSON.stringify=()=>{throw(new(Error)(1))}';
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${broken}` };
  const run = await sig(['sign', url, '--json'], { env });
  expect([run.code, run.stdout]).toEqual([4, '']);
  expect(run.stderr).toMatch(/This is a defect of sig .*report it\.\nError: 1\n +at /);
});

it.skipIf(!existsSync('/dev/full'))('a disk that is full is no defect', () => {
  const words = ['-c', '"$0" "$@" > /dev/full', process.execPath, main, 'sign', url];
  const env = { ...process.env, NO_COLOR: '1', TWILIO_AUTH_TOKEN: 'token' };
  const { status, stderr } = spawnSync('sh', words, { env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringContaining('the disk is full')]);
});

it('verify and explain: prose fits 80 columns', async () => {
  const explained = await sig(['explain', 'http://10.0.0.7/voice', '-s', signature, '-p', 'a=1']);
  const wrong = await sig(['verify', url, '-s', signature, '-p', 'a=1']);
  expect(wrong.stdout).toMatch(/^signature-mismatch: The signature/);
  for (const line of (explained.stdout + wrong.stdout).split('\n')) {
    expect(line.length).toBeLessThanOrEqual(80);
  }
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
