import assert from 'node:assert/strict';
import { signedRequest } from '@sig/core';
import { authToken } from './kit.js';

const url = 'https://example.com/voice';
const contentType = 'application/x-www-form-urlencoded';
const body = 'Digits=1';
const { headers } = signedRequest({ authToken, url, params: { Digits: '1' } });

// snippet

assert(verdict.ok && again.ok && parts.ok && verifier !== undefined);
assert.equal(text, `${url}Digits1`);
assert(!verify({ authToken, signature, url, contentType, body: 'Digits=2' }).ok);
