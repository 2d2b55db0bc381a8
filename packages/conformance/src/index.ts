export { forgeries, genuineTraffic, type Play } from './kit/forged-requests.js';
export { installedVersion } from './kit/installed-version.js';
export { findProgram, runProgram } from './kit/program.js';
export {
  hasRedis,
  type RedisServer,
  startRedis,
  startRedisCluster,
} from './kit/redis-server.js';
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
} from './kit/requests.js';
export {
  freePort,
  type ServerCommand,
  type ServerProcess,
  startServerProcess,
} from './kit/server-process.js';
export {
  exchange,
  readResponse,
  toBytes,
  type WireRequest,
  type WireResponse,
} from './kit/wire.js';
