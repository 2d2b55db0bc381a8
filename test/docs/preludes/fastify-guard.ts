import assert from 'node:assert/strict';
import { fastify } from 'fastify';

const app = fastify();

// snippet

assert.equal((await app.inject('/private')).statusCode, 401);
