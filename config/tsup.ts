import type { Options } from 'tsup';

/** The one build of every published package: ESM and CommonJS, types for both, one file per entry. */
export function preset(options: Options): Options {
  return {
    format: ['esm', 'cjs'],
    target: 'node20',
    dts: true,
    // Shared code lives in chunks in both formats, so `instanceof` agrees between entries.
    splitting: true,
    treeshake: true,
    clean: true,
    sourcemap: false,
    ...options,
  };
}
