import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSender } from '@sig/sender';
import { expect } from 'vitest';
import { authToken } from './consumer.js';

/** The versions of a package that a project has, sorted. */
export function readCopies(folder: string, name: string): string[] {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) return [];
  const own = join(modules, name, 'package.json');
  const versions = existsSync(own) ? [JSON.parse(readFileSync(own, 'utf8')).version] : [];
  const folders = readdirSync(modules)
    .flatMap((entry) =>
      entry.startsWith('@')
        ? readdirSync(join(modules, entry)).map((inner) => join(entry, inner))
        : entry,
    )
    .map((entry) => join(modules, entry));
  const deeper = folders.flatMap((entry) => readCopies(entry, name));
  return [...new Set<string>([...versions, ...deeper])].sort();
}

/** Holds `programs/crossing.js` to what it would do with one copy of core. */
export async function crossing(port: number): Promise<void> {
  const origin = `http://localhost:${port}`;
  const errors = await (await fetch(`${origin}/errors`)).json();
  expect(errors).toEqual({
    copies: 2,
    isWebhookError: true,
    webhookError: true,
    isOptionError: true,
    optionError: true,
    typeError: true,
  });

  const call = createSender({ authToken }).call();
  const post = async (path: string, userinfo = '') => {
    const url = `http://${userinfo}localhost:${port}/${path}`;
    const { status, text } = await call.post(url, { Digits: '1' });
    return [status, text];
  };
  expect(await post('signature')).toEqual([200, 'accepted']);
  expect(await post('refuses')).toEqual([403, 'insufficient-scope']);
  expect(await post('throws')).toEqual([401, 'unauthorized']);
  expect(await post('digest', 'user:secret@')).toEqual([200, 'accepted']);
  expect(await post('digest', 'user:wrong@')).toEqual([401, 'unauthorized']);
  expect(await post('full', 'user:secret@')).toEqual([503, 'store-unavailable']);

  const url = await (await fetch(`${origin}/ticket`)).text();
  const upgrades = [];
  for (let count = 0; count < 2; count += 1) {
    const { status, headers, socket } = await call.upgrade(url);
    socket?.destroy();
    upgrades.push([status, headers['x-call']]);
  }
  expect(upgrades).toEqual([
    [101, 'CA1'],
    [403, undefined],
  ]);
  call.close();
}
