// Our client against servers that are not ours. Without them these tests are skipped, by name.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// By path: @sig/conformance depends on this package.
import { findProgram } from '../../conformance/src/kit/program.js';
import { freePort } from '../../conformance/src/kit/server-process.js';
import { createSender } from '../src/index.js';

const sender = createSender({ authToken: 'token' });
const folders: string[] = [];
const stops: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const stop of stops) await stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with a page, and the users `user:p@ss` and `zoë:пароль`. */
function layOut(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sig-interop-'));
  folders.push(folder);
  mkdirSync(join(folder, 'www'));
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'www', 'page.txt'), 'hello');
  const sha = (text: string) => createHash('sha1').update(text).digest('base64');
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  writeFileSync(join(folder, 'users'), `user:{SHA}${sha('p@ss')}\nzoë:{SHA}${sha('пароль')}\n`);
  const users = ['user:calls:p@ss', 'zoë:calls:пароль', 'user:café:p@ss'];
  const lines = users.map((line) => `${line.replace(/[^:]*$/, '')}${md5(line)}\n`);
  writeFileSync(join(folder, 'digest'), lines.join(''));
  return folder;
}

/** Runs a server in the foreground and waits until it listens. */
async function start(program: string, args: string[], port: number): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const exited = once(child, 'exit');
  stops.push(() => {
    child.kill('SIGTERM');
    return exited;
  });
  for (let i = 0; i < 200; i++) {
    if (child.exitCode !== null) throw new Error(`${program} ended:\n${output}`);
    const socket = connect(port, '127.0.0.1');
    const listens = await new Promise((resolve) =>
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false)),
    );
    socket.destroy();
    if (listens === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${program} does not listen:\n${output}`);
}

async function logsIn(url: string, scheme: string): Promise<void> {
  const call = sender.call();
  const results = [];
  for (let i = 0; i < 5; i++) results.push(await call.get(`${url}?i=${i}`));
  call.close();
  const statuses = results.map(({ exchange }) => exchange.map(({ status }) => status));
  expect(statuses).toEqual([[401, 200], [200], [200], [200], [200]]);
  expect(results[0]?.exchange[1]?.authorization).toBe(scheme);
  expect(results.map(({ text }) => text)).toEqual(results.map(() => 'hello'));
}

async function parallelRequestsLogIn(url: string): Promise<void> {
  const call = sender.call();
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) => call.get(`${url}?i=${i}`)),
  );
  call.close();
  const statuses = results.map(({ exchange }) => exchange.map(({ status }) => status));
  expect(statuses).toEqual(results.map(() => [401, 200]));
}

async function isRefused(url: string): Promise<void> {
  const call = sender.call();
  const { exchange } = await call.get(url);
  call.close();
  expect(exchange.map(({ status }) => status)).toEqual([401, 401]);
}

const apache = findProgram('apache2') ?? findProgram('httpd');
describe.skipIf(apache === undefined)('Apache httpd', () => {
  let host = '';
  beforeAll(async () => {
    const folder = layOut();
    const port = await freePort();
    host = `127.0.0.1:${port}`;
    const modules = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'].find(existsSync);
    const load = [
      'mpm_event',
      'authn_core',
      'authn_file',
      'authz_core',
      'authz_user',
      'auth_basic',
      'auth_digest',
    ];
    const directory = (location: string, directives: string[]) =>
      [`<Location "${location}">`, ...directives, 'Require valid-user', '</Location>'].join('\n');
    const config = [
      `ServerRoot "${folder}"`,
      `DefaultRuntimeDir "${folder}/tmp"`,
      `Listen 127.0.0.1:${port}`,
      'ServerName 127.0.0.1',
      `PidFile "${folder}/tmp/pid"`,
      `ErrorLog "${folder}/tmp/error.log"`,
      `DocumentRoot "${folder}/www"`,
      ...load.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
      ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
      directory('/basic.txt', [
        'AuthType Basic',
        'AuthName "calls"',
        `AuthUserFile "${folder}/users"`,
      ]),
      directory('/digest.txt', [
        'AuthType Digest',
        'AuthName "calls"',
        'AuthDigestProvider file',
        `AuthUserFile "${folder}/digest"`,
      ]),
      directory('/realm.txt', [
        'AuthType Digest',
        'AuthName "café"',
        'AuthDigestProvider file',
        `AuthUserFile "${folder}/digest"`,
      ]),
    ];
    for (const name of ['basic.txt', 'digest.txt', 'realm.txt'])
      writeFileSync(join(folder, 'www', name), 'hello');
    writeFileSync(join(folder, 'httpd.conf'), config.join('\n'));
    // The workers of a server that root starts are nobody special.
    execFileSync('chmod', ['-R', 'a+rX', folder]);
    await start(apache ?? '', ['-f', join(folder, 'httpd.conf'), '-DFOREGROUND'], port);
  });

  it('mod_auth_digest', () => logsIn(`http://user:p%40ss@${host}/digest.txt`, 'Digest'));
  it('mod_auth_digest, UTF-8 user and password', () =>
    logsIn(`http://zo%C3%AB:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@${host}/digest.txt`, 'Digest'));
  it('mod_auth_digest, UTF-8 realm', () =>
    logsIn(`http://user:p%40ss@${host}/realm.txt`, 'Digest'));
  it('mod_auth_digest, parallel first requests', () =>
    parallelRequestsLogIn(`http://user:p%40ss@${host}/digest.txt`));
  it('mod_auth_basic, parallel first requests', () =>
    parallelRequestsLogIn(`http://user:p%40ss@${host}/basic.txt`));
  it('mod_auth_digest, wrong password', () => isRefused(`http://user:wrong@${host}/digest.txt`));
  it('mod_auth_basic', () => logsIn(`http://user:p%40ss@${host}/basic.txt`, 'Basic'));
  it('mod_auth_basic, UTF-8', () =>
    logsIn(`http://zo%C3%AB:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@${host}/basic.txt`, 'Basic'));
  it('mod_auth_basic, wrong password', () => isRefused(`http://user:wrong@${host}/basic.txt`));
});

const nginx = findProgram('nginx');
describe.skipIf(nginx === undefined)('nginx', () => {
  let host = '';
  beforeAll(async () => {
    const folder = layOut();
    const port = await freePort();
    host = `127.0.0.1:${port}`;
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/tmp/${name};`)
      .join('\n');
    writeFileSync(
      join(folder, 'nginx.conf'),
      `${process.getuid?.() === 0 ? 'user root;\n' : ''}daemon off; pid ${folder}/tmp/pid; error_log ${folder}/tmp/error.log;
      events {}
      http { access_log off; ${paths}
        server { listen 127.0.0.1:${port}; root ${folder}/www;
          location / { auth_basic "calls"; auth_basic_user_file ${folder}/users; } } }`,
    );
    await start(nginx ?? '', ['-c', join(folder, 'nginx.conf'), '-p', folder], port);
  });

  it('auth_basic', () => logsIn(`http://user:p%40ss@${host}/page.txt`, 'Basic'));
  it('auth_basic, UTF-8', () =>
    logsIn(`http://zo%C3%AB:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@${host}/page.txt`, 'Basic'));
  it('auth_basic, wrong password', () => isRefused(`http://user:wrong@${host}/page.txt`));
});
