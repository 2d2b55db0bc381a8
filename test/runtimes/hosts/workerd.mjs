// Runs a bundle in workerd, as `wrangler dev` does.
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';

const miniflare = new Miniflare({
  modules: true,
  script: readFileSync(process.argv[2], 'utf8'),
  compatibilityDate: '2026-07-01',
  // For what the tests, not the packages, take from Node.
  compatibilityFlags: ['nodejs_compat'],
  host: '127.0.0.1',
});
try {
  const response = await miniflare.dispatchFetch('http://localhost/');
  console.log(`\n${await response.text()}`);
} finally {
  await miniflare.dispose();
}
