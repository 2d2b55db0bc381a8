// Shared keys, bearer tokens and connection overrides on the command line.
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign, verify } from '@sig/core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../src/doctor/finding.js';
import { checkOverrides } from '../src/doctor/overrides.js';
import { sig } from './run.js';

const id = 'KY1';
const secret = 'the secret of the shared key';
const authToken = 'the auth token';
const env = { TWILIO_SHARED_KEY_SECRET: secret };
const settingsHeader = 'x-twilio-webhooks-signature-settings';
const folder = mkdtempSync(join(tmpdir(), 'sig-cli-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Seen {
  readonly req: IncomingMessage;
  readonly url: string;
  readonly body: string;
  readonly signature: string;
  /** What the settings header says, if it parses. */
  readonly named: { readonly id: string; readonly algorithm: string } | undefined;
}

type Answer = number | { readonly status: number; readonly headers: Record<string, string> };

async function serve(answer: (seen: Seen) => Answer | Promise<Answer>): Promise<string> {
  const server = createServer(async (req, res) => {
    let body = '';
    try {
      for await (const chunk of req) {
        body += chunk;
        if (body.length > 1024 * 1024) return void res.writeHead(413).end();
      }
    } catch {
      // The doctor went away in the middle, as it does with slow bodies.
      return;
    }
    const settings = req.headers[settingsHeader]?.toString() ?? '';
    const [, key, algorithm] = /^key=([^,]+),algorithm=HMAC_(SHA256|SHA1)$/.exec(settings) ?? [];
    const result = await answer({
      req,
      body,
      url: `http://${req.headers.host}${req.url}`,
      signature: req.headers['x-twilio-signature']?.toString() ?? '',
      named: key && algorithm ? { id: key, algorithm: algorithm.toLowerCase() } : undefined,
    });
    const { status, headers } =
      typeof result === 'number' ? { status: result, headers: {} } : result;
    res.writeHead(status, headers).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/voice`;
}

const yes = (accepted: boolean) => (accepted ? 200 : 403);
const partsOf = ({ req, url, body, signature }: Seen) => ({
  url,
  body,
  signature,
  contentType: req.headers['content-type'],
});
const goodWithToken = (seen: Seen) =>
  seen.req.headers[settingsHeader] === undefined && verify({ authToken, ...partsOf(seen) }).ok;
const goodWithKey = (seen: Seen) =>
  verify({
    sharedKeys: { [id]: secret },
    signatureSettings: seen.req.headers[settingsHeader]?.toString(),
    ...partsOf(seen),
  }).ok;

/** Whether a form is signed with this secret, as code by hand verifies it. */
function byHand({ url, body, signature }: Seen, algorithm: string, key: string): boolean {
  const params = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return (
    createHmac(algorithm, key)
      .update(url + params.join(''))
      .digest('base64') === signature
  );
}
const isForm = ({ req }: Seen) =>
  req.headers['content-type'] === 'application/x-www-form-urlencoded' && req.method === 'POST';

async function examine(url: string, ...args: string[]): Promise<Report> {
  const run = await sig(['doctor', url, '--timeout', '3000', '--json', ...args], {
    token: authToken,
    env,
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).not.toContain(secret);
  return JSON.parse(run.stdout);
}

const faults = ({ findings }: Report) =>
  findings
    .filter(({ level }) => ['fail', 'error', 'warn'].includes(level))
    .map(({ check }) => check);
const of = ({ findings }: Report, name: string) => findings.find(({ check }) => check === name);

describe('sig doctor, a server with an auth token', () => {
  it('that looks an unknown id up, and signs with what it did not find', async () => {
    const keys: Record<string, string> = { [id]: secret };
    const url = await serve((seen) => {
      if (seen.named === undefined || !isForm(seen)) return yes(goodWithToken(seen));
      return yes(byHand(seen, seen.named.algorithm, String(keys[seen.named.id])));
    });
    const report = await examine(url);
    expect([report.grade, faults(report)]).toEqual(['F', ['unknown-shared-key']]);
  });

  it('that breaks on the names that every object has', async () => {
    const keys: Record<string, string> = { [id]: secret };
    const url = await serve((seen) => {
      if (seen.named === undefined) return yes(goodWithToken(seen));
      const key = keys[seen.named.id];
      if (key === undefined) return 403;
      return typeof key === 'string' ? yes(goodWithKey(seen)) : 500;
    });
    const report = await examine(url);
    expect([report.grade, faults(report)]).toEqual(['C', ['unknown-shared-key']]);
    expect(of(report, 'unknown-shared-key')?.sent).toContain('constructor');
  });

  it('that takes the auth token for a shared key: no fault, but advice', async () => {
    const url = await serve((seen) =>
      yes(
        seen.named === undefined || !isForm(seen)
          ? goodWithToken(seen)
          : byHand(seen, seen.named.algorithm, authToken),
      ),
    );
    const report = await examine(url);
    expect([report.grade, of(report, 'key-confusion')?.level]).toEqual(['A', 'advice']);
  });
});

describe('sig doctor --shared-key-id', () => {
  it('a server that verifies shared keys: A', async () => {
    const report = await examine(
      await serve((seen) => yes(goodWithKey(seen))),
      '--shared-key-id',
      id,
    );
    expect([report.grade, faults(report)]).toEqual(['A', []]);
    expect(of(report, 'algorithm-downgrade')?.level).toBe('pass');
    expect(of(report, 'key-confusion')).toBeUndefined();
  });

  it('a server that lets the request choose the algorithm', async () => {
    const url = await serve((seen) => {
      const isOurs = isForm(seen) && seen.named?.id === id;
      return yes(isOurs ? byHand(seen, seen.named?.algorithm ?? '', secret) : goodWithKey(seen));
    });
    const report = await examine(url, '--shared-key-id', id);
    expect([report.grade, faults(report)]).toEqual(['B', ['algorithm-downgrade']]);
  });

  it('a server that has auth tokens alone: D, and nothing forged', async () => {
    const url = await serve((seen) => yes(goodWithToken(seen)));
    const report = await examine(url, '--shared-key-id', id);
    expect([report.grade, faults(report)]).toEqual(['D', ['genuine']]);
  });
});

describe('sig doctor: connection overrides in the URL', () => {
  it('are read, and neither sent nor signed', async () => {
    const targets = new Set<string | undefined>();
    const url = await serve((seen) => {
      targets.add(seen.req.url);
      return yes(goodWithToken(seen));
    });
    const report = await examine(`${url}#rc=2&rp=5xx,ct&rt=4000`);
    expect([report.grade, report.url]).toEqual(['A', url]);
    expect(of(report, 'overrides')?.level).toBe('pass');
    expect(of(report, 'override-retries')).toMatchObject({
      level: 'advice',
      got: 'rc=2, rp=5xx: a request may come 3 times',
    });
    expect([...targets].filter((target) => /#|rc=2/.test(target ?? ''))).toEqual([]);
  });

  it('the query of a GET stands before them', async () => {
    const report = await examine(
      `${await serve((seen) => yes(goodWithToken(seen)))}#rc=0`,
      '--get',
    );
    expect([report.grade, faults(report)]).toEqual(['A', []]);
  });

  it('a time limit below what the endpoint takes', async () => {
    const url = await serve(async (seen) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return yes(goodWithToken(seen));
    });
    // One look is enough: each of the other requests takes as long.
    const report = await examine(`${url}#rt=100`, '--websocket');
    expect(of(report, 'override-timeouts')).toMatchObject({ level: 'warn' });
    expect(of(report, 'override-timeouts')?.got).toMatch(/^the response took \d+ ms, and rt=100$/);
  });

  const answer = { milliseconds: 200, status: 200 } as Parameters<typeof checkOverrides>[1];
  const levels = (fragment: string) =>
    checkOverrides(fragment, answer).map(({ check, level }) => `${check}: ${level}`);

  it.each<[string, string[]]>([
    ['', []],
    ['rc=0', ['overrides: pass']],
    ['rc=5', ['overrides: pass']],
    ['sni=y&e=ashburn', ['overrides: pass']],
    ['rp=all', ['overrides: pass', 'override-retries: advice']],
    ['rp=all&rc=0', ['overrides: pass']],
    ['rc=1&rp=ct', ['overrides: pass']],
    ['rt=199', ['overrides: pass', 'override-timeouts: warn']],
    ['rt=200', ['overrides: pass']],
    ['tt=150', ['overrides: pass', 'override-timeouts: warn']],
    ['rc=6', ['overrides: warn']],
    ['rc=', ['overrides: warn']],
    ['rc=1e0', ['overrides: warn']],
    ['ct=50', ['overrides: warn']],
    ['rt=20000', ['overrides: warn']],
    ['rp=3xx', ['overrides: warn']],
    ['sni=yes', ['overrides: warn']],
    ['rc=0&rc=1', ['overrides: warn']],
    ['section', ['overrides: warn']],
    ['toString=1', ['overrides: warn']],
    ['__proto__=1', ['overrides: warn']],
  ])('#%s', (fragment, expected) => {
    expect(levels(fragment)).toEqual(expected);
  });

  it('shows names short and printable', () => {
    const [finding] = checkOverrides(`${'\u001b[31m'.repeat(20)}=1`, answer);
    expect(finding?.got).toBe('"?[31m?[31m?[31m?[31m" is no override');
  });
});

it('sig doctor --body: an endpoint for JSON that takes Digest alone', async () => {
  const challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256';
  const at = async (...schemes: string[]) => {
    const url = await serve(() => ({
      status: 401,
      headers: { 'WWW-Authenticate': schemes.join(', ') },
    }));
    return of(await examine(url, '--body'), 'digest-for-events');
  };
  expect(await at(challenge)).toMatchObject({ level: 'warn' });
  expect(await at('Basic realm="r"')).toBeUndefined();
});

describe('sig explain --shared-key-id', () => {
  const url = 'https://example.com/voice';
  const signed = sign({ sharedKey: { id, secret }, url, params: { Digits: '1' } });
  const explain = async (args: string[], input = '') => {
    const run = await sig(['explain', ...args, '--json'], { token: '', env, input });
    expect(run.stderr).toBe('');
    return JSON.parse(run.stdout);
  };

  it('a request that is described by options', async () => {
    const flags = ['http://example.com/voice', '-s', signed.signature, '-p', 'Digits=1'];
    expect(await explain([...flags, '--shared-key-id', id])).toMatchObject({
      cause: 'scheme-swapped',
      matched: true,
    });
  });

  it.each([
    [id, 'scheme-swapped'],
    ['KY2', 'shared-key-unknown'],
  ])('a captured one, with the key %s', async (given, cause) => {
    const request = [
      'POST /voice HTTP/1.1',
      'Host: example.com',
      'X-Forwarded-Proto: https',
      `X-Twilio-Signature: ${signed.signature}`,
      `X-Twilio-Webhooks-Signature-Settings: ${signed.signatureSettings}`,
      'Content-Type: application/x-www-form-urlencoded',
      '',
      'Digits=1',
    ].join('\r\n');
    const explanation = await explain(['--request', '-', '--shared-key-id', given], request);
    expect(explanation.cause).toBe(cause);
  });
});

it('sig sign and sig verify: the same key on both sides', async () => {
  const content = ['https://example.com/voice', '-p', 'Digits=1', '--shared-key-id', id];
  const made = await sig(['sign', ...content], { token: '', env });
  expect(made.stderr).toBe(
    `X-Twilio-Webhooks-Signature-Settings: key=${id},algorithm=HMAC_SHA256\n`,
  );
  const check = (signature: string) =>
    sig(['verify', ...content, '-s', signature], { token: '', env });
  expect((await check(made.stdout.trim())).stdout).toBe('valid\n');
  expect((await check(`x${made.stdout.trim().slice(1)}`)).code).toBe(1);
});

it('sig send: with a shared key, and with a bearer token from a file', async () => {
  const file = join(folder, 'bearer');
  writeFileSync(file, 'abc.def-1\n');
  const url = await serve((seen) =>
    yes(goodWithKey(seen) && seen.req.headers.authorization === 'Bearer abc.def-1'),
  );
  const args = ['send', url, '-p', 'Digits=1', '--shared-key-id', id];
  const run = await sig([...args, '--bearer-file', file], { token: '', env });
  expect([run.code, run.stdout]).toEqual([0, expect.stringContaining(': 200')]);
  expect((await sig(args, { token: '', env })).code).toBe(1);
  writeFileSync(file, 'one\ntwo\n');
  const several = await sig([...args, '--bearer-file', file], { token: '', env });
  expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('has several')]);
});
