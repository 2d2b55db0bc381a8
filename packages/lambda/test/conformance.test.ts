import { conformance } from '@sig/conformance/suite';
import { harness } from './harness.js';

conformance(harness('rest-api'));
conformance(harness('http-api'));
conformance(harness('http-api-v1'));
conformance(harness('function-url'));
conformance(harness('load-balancer'));
conformance(harness('load-balancer-multi'));
