import { createServer } from 'node:http';
import type { NextApiRequest, NextApiResponse } from 'next';
import handler from './snippet.js';

// What Next.js does with an API route, as far as it matters here.
createServer((req, res) => {
  const answer = res as unknown as NextApiResponse;
  answer.send = (body) => res.end(body);
  answer.status = (status) => Object.assign(answer, { statusCode: status });
  answer.json = (value) => res.end(JSON.stringify(value));
  return handler(Object.assign(req, { query: {} }) as NextApiRequest, answer);
}).listen(3000);
