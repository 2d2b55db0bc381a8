import assert from 'node:assert/strict';
import { register } from './snippet.js';

const codes: unknown[] = [];
process.exit = ((code: unknown) => codes.push(code)) as never;
console.error = () => {};

await register();
assert.deepEqual(codes, []);

process.env.NEXT_RUNTIME = 'nodejs';
delete process.env.TWILIO_AUTH_TOKEN;
await register();
assert.deepEqual(codes, [1]);
