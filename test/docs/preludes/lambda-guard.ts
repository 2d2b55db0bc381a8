import assert from 'node:assert/strict';
import { authToken, lambdaStatuses } from './kit.js';

const respond = async () => ({ statusCode: 200 });

// snippet

assert.deepEqual(await lambdaStatuses(handler), [401, 401]);
assert.deepEqual(await lambdaStatuses(health), [401, 401]);
