import assert from 'node:assert/strict';
import { createProxy } from '@sig/proxy';
import { authToken } from './kit.js';

// snippet

const { port } = await proxy.listen(0);
assert.equal((await fetch(`http://localhost:${port}/voice`)).status, 403);
await proxy.close();
