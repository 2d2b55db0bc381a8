// Has the results ready for whoever runs the script.
import { runSuite } from './run.js';

Object.assign(globalThis, { runSuite });
