export { type FrameworkFacts, incomingRequest, type Origin } from './incoming-request.js';
export { type ReadOptions, readIncoming, readStream, toBuffer } from './read-incoming.js';
export { verifyIncoming } from './verify-incoming.js';
export { rejectUpgrade, verifyUpgrade } from './verify-upgrade.js';
