import { conformance } from '@sig/conformance/suite';
import { harness } from './harness.js';

conformance(harness('koa', '@koa/bodyparser'));
conformance(harness('koa-2', 'koa-bodyparser'));
