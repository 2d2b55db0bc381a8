import { conformance } from '@sig/conformance/suite';
import { harness } from './harness.js';

conformance(harness('express'));
conformance(harness('express-4'));
