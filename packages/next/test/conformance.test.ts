import { conformance } from '@sig/conformance/suite';
import { harness } from './harness.js';

for (const router of ['app', 'edge', 'pages'] as const) {
  conformance(harness('next-14-0', router));
  conformance(harness('next-16', router));
}
conformance(harness('next-15', 'app'));
