import assert from 'node:assert/strict';

const challenges = ['Basic realm="calls"'];
const headers: Record<string, string> = {};

// snippet

assert.equal(sent, `Basic ${btoa('user:secret')}`);
assert.equal(isAuthentic, true);
