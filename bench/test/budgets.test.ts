// What a change must not make heavier. Sizes and counts, which are the same on every machine.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundle, bundleSize, installedSize } from '../src/size.js';

const kilobyte = 1024;
/** The frameworks of the adapters, as they are installed. */
const frameworks: Readonly<Record<string, readonly string[]>> = {
  express: ['express'],
  koa: ['koa'],
  fastify: ['fastify'],
  hono: ['hono'],
  nest: ['@nestjs/common', '@nestjs/core'],
  next: ['next'],
};

describe('verify alone, bundled, minified and gzipped', () => {
  it.each([
    // Half a KB of it is for headers of any kind, and for providers that have their own.
    ['node', 7],
    ['browser', 10.2],
  ] as const)('%s: at most %d KB', async (platform, budget) => {
    expect((await bundleSize(platform)) / kilobyte).toBeLessThan(budget);
  });

  it('leaves out explanations, hints, options, and hashes that it does not use', async () => {
    const text = async (contents: string) =>
      Buffer.from(await bundle(contents, 'browser')).toString();
    const verify = await text("export { verify } from '@sig/core';");
    const everything = await text(
      "export * from '@sig/core'; export * from '@sig/core/explain'; export * from '@sig/core/adapter';",
    );
    for (const part of ['scheme-swapped', 'Genuine requests carry', 'onReject', 'md5']) {
      expect(everything).toContain(part);
      expect(verify).not.toContain(part);
    }
  });
});

describe.each(Object.entries(frameworks))('@sig/%s with core', (adapter, peers) => {
  // In two formats each: explanations, a third; types of parameters, a sixth. The rest is half documentation.
  it('takes at most 890 KB on the disk', () => {
    expect(installedSize(adapter) / kilobyte).toBeLessThan(890);
  });

  it('is two packages, and the framework', () => {
    expect(Object.keys(manifest(adapter).dependencies ?? {})).toEqual(['@sig/core']);
    expect(Object.keys(manifest(adapter).peerDependencies ?? {})).toEqual(peers);
    expect(manifest('core').dependencies).toBeUndefined();
  });
});

function manifest(folder: string): Record<string, Record<string, string> | undefined> {
  const file = new URL(`../../packages/${folder}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
