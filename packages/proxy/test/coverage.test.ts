// Generated requests through the proxy to an application that reports all that it can read: see
// @sig/conformance/coverage.
import { createServer } from 'node:http';
import { type CoverageHarness, coverage, listen, type Seen } from '@sig/conformance/coverage';
import type { Params } from '@sig/core';
import { createProxy } from '../src/index.js';
import { bytesOf } from './harness.js';

const parsers = 'An application behind the proxy parses what it gets, after it was verified.';

const harness: CoverageHarness = {
  name: 'proxy',
  without: {
    mounted: 'The proxy has no routes: it forwards every target.',
    'parsers before': parsers,
    'parsers before, raw bytes kept': parsers,
    'parsers after': parsers,
    'a recorder before, parsers after': parsers,
  },
  read: (target) => {
    const [path = '', query] = target.split(/\?(.*)/s);
    return { path, query };
  },
  async start({ options, trustProxy = false }) {
    const params = new Map<string, Params>();
    const app = await listen(
      createServer(async (req, res) => {
        const rawBody = await bytesOf(req);
        const { method = '', url = '', rawHeaders } = req;
        const [path = '', query] = url.split(/\?(.*)/s);
        const seen: Seen = {
          reached: true,
          method,
          target: url,
          protocol: req.headers['x-forwarded-proto']?.toString() ?? '',
          host: req.headers['x-forwarded-host']?.toString() ?? '',
          rawHeaders,
          path,
          query,
          route: '*',
          params: {},
          body: params.get(url + rawBody.toString('base64')),
          rawBody: rawBody.toString('base64'),
          leftover: '',
        };
        res.setHeader('Content-Type', 'application/json').end(JSON.stringify(seen));
      }),
    );
    const proxy = createProxy({
      upstream: `http://127.0.0.1:${app.port}`,
      webhook: options,
      trustedProxies: trustProxy ? ['loopback'] : [],
      warn: () => {},
      observer: {
        decided({ request, verdict, body }) {
          if (!verdict?.ok) return;
          const target = request.target.replace(/^https?:\/\/[^/]*/i, '');
          params.set(target + (body?.toString('base64') ?? ''), verdict.params);
        },
      },
    });
    const { port } = await proxy.listen(0);
    return {
      port,
      async close() {
        await proxy.close(0);
        await app.close();
      },
    };
  },
};

coverage(harness);
