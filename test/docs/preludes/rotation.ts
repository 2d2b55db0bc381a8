import { webhook } from '@sig/express';
import express, { type RequestHandler } from 'express';
import { authToken, expectVerified } from './kit.js';

const app = express();
app.set('env', 'test');
const handler: RequestHandler = (_req, res) => {
  res.send('done');
};
process.env.NEW_AUTH_TOKEN = authToken;
process.env.OLD_AUTH_TOKEN = 'the old token';

// snippet

await expectVerified(app);
