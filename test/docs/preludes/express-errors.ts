import { webhook } from '@sig/express';
import express from 'express';
import { authToken, expectVerified, publicUrl } from './kit.js';

const app = express();
app.post('/voice', webhook({ authToken, publicUrl }), (_req, res) => {
  res.send('done');
});

// snippet

await expectVerified(app);
