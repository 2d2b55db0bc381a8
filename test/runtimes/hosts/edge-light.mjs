// Runs a bundle in the Edge runtime of Next.js.
import { readFileSync } from 'node:fs';
import { EdgeVM } from '@edge-runtime/vm';

const vm = new EdgeVM();
// Next.js puts the environment there.
vm.evaluate('globalThis.process = { env: {} }');
vm.evaluate(`(async () => {${readFileSync(process.argv[2], 'utf8')}\n})()`);
console.log(`\n${JSON.stringify(await vm.evaluate('runSuite()'))}`);
