import assert from 'node:assert/strict';
import express from 'express';
import { authToken, lambdaStatuses } from './kit.js';

const app = express();
app.post('/voice', (_req, res) => void res.send('done'));

// snippet

assert.deepEqual(await lambdaStatuses(handler as never), [200, 403]);
