import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { installedVersion } from '@sig/conformance';
import { listen } from '@sig/conformance/coverage';
import { type EventHarness, events } from '@sig/conformance/suite';
import { guard, webhook } from '@sig/express';
import type express from 'express';

const require = createRequire(import.meta.url);

events(harness('express'));
events(harness('express-4'));

function harness(module: string): EventHarness {
  const load: typeof express = require(module);
  return {
    name: `express ${installedVersion(require.resolve(module))}`,
    async start({ options, alone, before }) {
      const app = load().set('env', 'test');
      app.use((req, res, next) => {
        before?.(req, res, () => void res.status(503).send('too late'));
        next();
      });
      app.use(alone === undefined ? webhook(options) : guard({ httpAuth: alone }));
      app.use((_req, res) => {
        if (!res.headersSent) res.send('reached');
      });
      return listen(createServer(app));
    },
  };
}
