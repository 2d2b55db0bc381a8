// Whether there is something to publish, by what a registry says.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const names: string[] = readdirSync(join(root, 'packages'))
  .map((name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')))
  .flatMap(({ name, version, private: isPrivate }) => (isPrivate ? [] : [`${name}@${version}`]));
const cache = mkdtempSync(join(tmpdir(), 'sig-npm-'));
let close = () => {};
afterEach(() => {
  close();
  rmSync(cache, { recursive: true, force: true });
});

/** Asks a registry that has these versions, or one that fails. */
async function ask(published: readonly string[], status = 404): Promise<string> {
  const server = createServer((req, res) => {
    const name = decodeURIComponent(req.url?.slice(1) ?? '');
    const versions = published.flatMap((one) =>
      one.startsWith(`${name}@`) ? [one.slice(name.length + 1)] : [],
    );
    if (versions.length === 0) return void res.writeHead(status).end('{}');
    const latest = versions[0];
    res.setHeader('Content-Type', 'application/json').end(
      JSON.stringify({
        name,
        'dist-tags': { latest },
        versions: Object.fromEntries(versions.map((version) => [version, { name, version }])),
      }),
    );
  }).listen(0, '127.0.0.1');
  close = () => void server.close();
  await once(server, 'listening');
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'scripts/unpublished.mjs')],
    {
      env: {
        PATH: process.env.PATH,
        HOME: cache,
        npm_config_registry: registry,
        npm_config_cache: cache,
        npm_config_fetch_retries: '0',
      },
    },
  );
  return stdout.trim();
}

describe('there is something to publish', () => {
  it('if a package is not there, or only an older version of it', async () => {
    expect(await ask(names.slice(1))).toBe('unpublished=true');
    const [first = ''] = names;
    const older = `${first.slice(0, first.lastIndexOf('@'))}@0.0.0-placeholder`;
    expect(await ask([older, ...names.slice(1)])).toBe('unpublished=true');
  });

  it('not if all are there', async () => {
    expect(await ask(names)).toBe('unpublished=false');
  });

  it('a registry that fails says nothing', async () => {
    await expect(ask([], 500)).rejects.toThrow(/cannot tell/);
  });
});
