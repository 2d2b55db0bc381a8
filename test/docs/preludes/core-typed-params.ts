import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { signedRequest } from '@sig/core';
import { authToken } from './kit.js';

// snippet

await new Promise<void>((resolve) => server.listen(0, resolve));
const address = server.address();
assert(address !== null && typeof address === 'object');
const origin = `http://localhost:${address.port}`;
const params = { Body: ' hello ', MediaUrl0: 'https://example.com/0', Unknown: ['a', 'b'] };
const { path, ...request } = signedRequest({ authToken, url: `${origin}/message`, params });
const response = await fetch(origin + path, request);
assert.equal(await response.text(), 'hello, https://example.com/0, 2 others');
server.close();
server.closeAllConnections();
