import { webhook } from '@sig/express';
import express, { type RequestHandler } from 'express';
import { authToken, expectVerified, publicUrl } from './kit.js';

const app = express();
const handler: RequestHandler = (_req, res) => {
  res.send('done');
};

// snippet

app.post('/voice', webhook({ authToken, publicUrl }), handler);
app.set('env', 'test');
await expectVerified(app);
