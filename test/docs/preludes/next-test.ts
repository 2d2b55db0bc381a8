import assert from 'node:assert/strict';
import { webhook } from '@sig/next';
import { authToken, publicUrl } from './kit.js';

const POST = webhook({ authToken, publicUrl }, (_request, _context, { params }) => {
  return new Response(`You pressed ${params.Digits}.`);
});

// snippet

assert.equal(await response.text(), 'You pressed 1.');
