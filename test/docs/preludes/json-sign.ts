import assert from 'node:assert/strict';
import { verify } from '@sig/core';
import { authToken } from './kit.js';

// snippet

const contentType = 'application/json';
assert(verify({ authToken, signature, url, contentType, body }).ok);
assert(!verify({ authToken, signature, url, contentType, body: '{}' }).ok);
