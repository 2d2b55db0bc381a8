import assert from 'node:assert/strict';
import { webhook } from '@sig/express';
import express from 'express';
import { authToken, listening, publicUrl } from './kit.js';

const app = express();
app.post('/voice', webhook({ authToken, publicUrl }), (req, res) => {
  res.send(`You pressed ${req.body.Digits}.`);
});
const { port, close } = await listening(app);

// snippet

assert.equal(await response.text(), 'You pressed 1.');
close();
