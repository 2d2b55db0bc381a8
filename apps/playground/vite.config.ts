import { defineConfig } from 'vite';

// Static files that work under any path. Fonts and pictures there are none, and nothing is inlined.
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    // Its polyfill would fetch.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
