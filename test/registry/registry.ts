// A registry on this machine, with packages of ours that exist nowhere else. Whatever else is asked for comes from the
// registry that npm is configured with.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServerProcess } from '@sig/conformance';
import { run } from '../shell.js';

const { resolve } = createRequire(import.meta.url);
const pnpm = fileURLToPath(new URL('../../scripts/pnpm/node_modules/.bin', import.meta.url));

export interface Registry {
  readonly url: string;
  /** In which package managers use this registry, with settings and a cache of their own. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/**
 * @param home an empty folder, for all that is stored
 * @param scope whose packages come from here alone
 */
export async function startRegistry(home: string, scope: string): Promise<Registry> {
  const upstream = (await run('npm', ['config', 'get', 'registry'], here())).trim();
  writeFileSync(join(home, 'config.yaml'), JSON.stringify(configuration(upstream, scope), null, 2));
  const server = await startServerProcess({
    args: [bin(), '--config', 'config.yaml', '--listen', 'http://127.0.0.1:{port}'],
    cwd: home,
    env: environment(),
  });
  const url = `http://127.0.0.1:${server.port}/`;
  try {
    return { url, env: settings(home, url, await logIn(url)), stop: server.stop };
  } catch (error) {
    await server.stop();
    throw new Error(`${error}\n${server.output()}`);
  }
}

function here() {
  return { cwd: fileURLToPath(new URL('.', import.meta.url)), env: process.env };
}

function bin(): string {
  return join(dirname(resolve('verdaccio/package.json')), 'bin/verdaccio');
}

/** YAML that is JSON. */
function configuration(upstream: string, scope: string): object {
  return {
    storage: './storage',
    auth: { htpasswd: { file: './htpasswd', max_users: 1 } },
    uplinks: { upstream: { url: upstream, maxage: '60m', timeout: '60s', max_fails: 100 } },
    packages: {
      [`${scope}/*`]: { access: '$all', publish: '$authenticated' },
      '**': { access: '$all', proxy: 'upstream' },
    },
    log: { type: 'stdout', format: 'json', level: 'warn' },
    web: { enable: false },
  };
}

/** A new account's token. */
async function logIn(url: string): Promise<string> {
  const name = 'releaser';
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password: 'of no other registry' }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (token === undefined) throw new Error(`no token: ${response.status}`);
  return token;
}

/** This process's environment, without what tests and package managers put there. */
function environment(): NodeJS.ProcessEnv {
  const { TWILIO_AUTH_TOKEN: _, VITEST: __, NODE_ENV: ___, ...rest } = process.env;
  const ours = Object.entries(rest).filter(([name]) => !/^(?:npm_|pnpm_|yarn_)/i.test(name));
  return { ...Object.fromEntries(ours), PATH: `${pnpm}${delimiter}${process.env.PATH}` };
}

function settings(home: string, url: string, token: string): NodeJS.ProcessEnv {
  const userconfig = join(home, '.npmrc');
  writeFileSync(userconfig, `registry=${url}\n${url.replace('http:', '')}:_authToken=${token}\n`);
  const user = join(home, 'user');
  mkdirSync(user);
  return {
    ...environment(),
    // Global settings and caches are looked for there.
    HOME: user,
    npm_config_userconfig: userconfig,
    npm_config_registry: url,
    npm_config_cache: join(home, 'npm'),
    npm_config_store_dir: join(home, 'pnpm'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_provenance: 'false',
    npm_config_manage_package_manager_versions: 'false',
    YARN_NPM_REGISTRY_SERVER: url,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    YARN_NPM_MINIMAL_AGE_GATE: '0',
    YARN_ENABLE_TELEMETRY: '0',
    YARN_ENABLE_GLOBAL_CACHE: '0',
    BUN_INSTALL_CACHE_DIR: join(home, 'bun'),
  };
}
