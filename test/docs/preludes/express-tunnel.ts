import { webhook } from '@sig/express';
import express, { type RequestHandler } from 'express';
import { authToken, publicUrl as configured, expectVerified } from './kit.js';

const app = express();
app.set('env', 'test');
const handler: RequestHandler = (_req, res) => {
  res.send('done');
};
process.env.PUBLIC_URL = configured;

// snippet

await expectVerified(app);
