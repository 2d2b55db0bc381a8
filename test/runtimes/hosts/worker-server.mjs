// Serves a worker in workerd, as `wrangler dev` does.
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const bundle = await build({
  entryPoints: ['servers/worker.js'],
  bundle: true,
  write: false,
  logLevel: 'error',
  format: 'esm',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:workers'],
});
const { TWILIO_AUTH_TOKEN, FRAMEWORK, PORT } = process.env;
const miniflare = new Miniflare({
  modules: true,
  script: bundle.outputFiles[0].text,
  compatibilityDate: '2026-07-01',
  bindings: { TWILIO_AUTH_TOKEN, FRAMEWORK },
  host: '127.0.0.1',
  port: Number(PORT),
});
await miniflare.ready;
process.once('SIGTERM', () => miniflare.dispose().then(() => process.exit()));
