// The same works on the build for runtimes without node:crypto, against the same limit. That build is what
// `node --conditions=browser` resolves. Prints its lines as JSON.
import { supports } from '@sig/core/adapter';
import { measure } from './measure.js';
import { formWorks, jsonWorks, linesOf } from './ours.js';

if (supports('sha512-256')) throw new Error('This is not the portable build.');

const lines = [
  ...linesOf(measure(formWorks(20)), '20 params'),
  ...linesOf(measure(formWorks(200)), '200 params'),
  ...linesOf(measure(jsonWorks(2 * 1024)), 'JSON 2 KB'),
  ...linesOf(measure(jsonWorks(256 * 1024)), 'JSON 256 KB'),
];
process.stdout.write(JSON.stringify(lines));
