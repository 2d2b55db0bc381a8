import assert from 'node:assert/strict';

// snippet

assert.equal(`${url}CallSidCA12Digits1234`, stringToSign(url, params));
