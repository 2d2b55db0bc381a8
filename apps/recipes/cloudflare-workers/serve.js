// What `wrangler dev` does: bundles the worker and runs it in workerd.
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const bundle = await build({
  entryPoints: ['worker.js'],
  bundle: true,
  write: false,
  format: 'esm',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:workers'],
});
const miniflare = new Miniflare({
  modules: true,
  script: bundle.outputFiles[0].text,
  compatibilityDate: '2026-07-01',
  bindings: { TWILIO_AUTH_TOKEN: process.env.TWILIO_AUTH_TOKEN },
  host: '127.0.0.1',
  port: Number(process.env.PORT ?? 3000),
});
await miniflare.ready;
