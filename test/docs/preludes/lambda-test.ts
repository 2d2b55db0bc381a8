import assert from 'node:assert/strict';
import { webhook } from '@sig/lambda';
import { authToken, publicUrl } from './kit.js';

const handler = webhook({ authToken, publicUrl }, async (_event, _context, { params }) => ({
  statusCode: 200,
  body: `You pressed ${params.Digits}.`,
}));

// snippet

assert.equal(response.body, 'You pressed 1.');
