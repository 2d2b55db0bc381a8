export { installedVersion } from './installed-version.js';
export { findProgram, runProgram } from './program.js';
export {
  behindTlsProxy,
  type Destination,
  formPost,
  get,
  headerOf,
  jsonPost,
  upgrade,
  withBody,
  withHeader,
} from './requests.js';
export {
  freePort,
  type ServerCommand,
  type ServerProcess,
  startServerProcess,
} from './server-process.js';
export { forgeries, genuineTraffic, type Play } from './traffic.js';
export { exchange, readResponse, toBytes, type WireRequest, type WireResponse } from './wire.js';
