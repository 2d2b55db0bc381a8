import { conformance } from '@sig/conformance/suite';
import { harness } from './harness.js';
import { platforms } from './versions.js';

for (const platform of platforms) {
  conformance(harness('nest-12', platform));
  conformance(harness('nest-10-0', platform));
}
conformance(harness('nest-12', 'express', true));
