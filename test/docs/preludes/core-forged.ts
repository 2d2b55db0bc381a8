import { signedRequest } from '@sig/core';
import { createVerifier } from '@sig/core/node';
import { authToken, listening, publicUrl } from './kit.js';

const verifier = createVerifier({ authToken, publicUrl });
const { port, close } = await listening(async (req, res) => {
  const verdict = await verifier.verify(req);
  res.writeHead(verdict.ok ? 200 : verdict.error.status).end();
});

// snippet

close();
