import { webhook } from '@sig/express';
import express, { type RequestHandler } from 'express';
import { authToken, expectOnce, publicUrl } from './kit.js';

const app = express().set('env', 'test');
const handler: RequestHandler = (_req, res) => {
  res.send('done');
};

// snippet

await expectOnce(app);
