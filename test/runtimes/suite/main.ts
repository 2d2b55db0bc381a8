// Prints the results as the last line, for a runtime with a console and modules.
import { runSuite } from './run.js';

const results = await runSuite();
console.log(`\n${JSON.stringify(results)}`);
// Tests leave timers behind, which no runner waits for.
process.exit();
