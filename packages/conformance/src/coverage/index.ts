export {
  coverageRoutes,
  type ReadTarget,
  type Seen,
  type Shows,
  type TargetReading,
  unsigned,
} from './check.js';
export {
  fetchOptions,
  forwardedOrigin,
  refusedByUrl,
  shownBody,
  shownOrigin,
  shownTarget,
} from './fetch-server.js';
export { type Generated, generate } from './generate.js';
export { leftoverOf, recordRawBody } from './node-request.js';
export { base64Of, listen, parseurlReader, portOf } from './node-server.js';
export { type CoverageHarness, type CoverageServer, coverage } from './run.js';
export { type CoverageSetting, coverageSettings, mountedAt } from './settings.js';
