import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { authToken } from './kit.js';

writeFileSync('ca.pem', rootCertificates[0] ?? '');

// snippet

assert(sender.call());
