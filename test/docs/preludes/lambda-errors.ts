import assert from 'node:assert/strict';
import { authToken, lambdaStatuses } from './kit.js';

const respond = async () => ({ statusCode: 200 });

// snippet

assert.deepEqual(await lambdaStatuses(handler), [200, 403]);
