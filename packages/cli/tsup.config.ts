import { copyFileSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { preset } from '../../config/tsup.js';

export default defineConfig([
  // A program, not a library: one format, and no types.
  preset({
    entry: { main: 'src/main.ts' },
    format: ['esm'],
    dts: false,
    clean: ['!page', '!page/**'],
    // Parts of the page that are made on the server.
    noExternal: ['@sig/playground', '@sig/capture'],
  }),
  // The page of `sig listen`, with all that it needs.
  preset({
    entry: { page: 'src/page/main.ts' },
    outDir: 'dist/page',
    format: ['iife'],
    outExtension: () => ({ js: '.js' }),
    platform: 'browser',
    noExternal: [/.*/],
    dts: false,
    splitting: false,
    minify: true,
    async onSuccess() {
      copyFileSync('src/page/index.html', 'dist/page/index.html');
    },
  }),
]);
