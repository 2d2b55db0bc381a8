import { webhook } from '@sig/express';
import express from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';

const app = express();
app.use(webhook({ authToken: process.env.TWILIO_AUTH_TOKEN }));
app.use(
  createProxyMiddleware({
    target: process.env.UPSTREAM ?? 'http://localhost:4000',
    on: {
      // The bytes that were verified, which webhook() has read: not fixRequestBody(), which makes others.
      proxyReq: (proxyReq, { rawBody }) => rawBody.length > 0 && proxyReq.end(rawBody),
    },
  }),
);
app.listen(process.env.PORT ?? 3000);
