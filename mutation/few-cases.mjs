// A mutant meets the properties of many files: 20 cases of each find what 100 do, in a fraction of the time.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../packages/core/package.json', import.meta.url));
require('fast-check').configureGlobal({ numRuns: 20 });
