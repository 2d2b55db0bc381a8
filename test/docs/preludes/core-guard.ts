import { createVerifier } from '@sig/core/node';
import { authToken, expectGuarded } from './kit.js';

// snippet

await expectGuarded(async (req, res) => {
  const verdict = await verifier.verify(req);
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end();
});
