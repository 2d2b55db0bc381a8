// The function on this machine, as a function URL would call it, behind a tunnel or without one.
import { serve } from '@sig/lambda/local';
import { handler } from './index.js';

const { PORT = '3000' } = process.env;
serve(handler, { port: Number(PORT), trustProxy: true }).on('listening', () =>
  console.log(`Listening on port ${PORT}.`),
);
