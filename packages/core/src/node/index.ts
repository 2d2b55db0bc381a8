export { createVerifier, type NodeVerifier } from './create-verifier.js';
export { type FrameworkFacts, incomingRequest, type Origin } from './incoming-request.js';
export { keepResponse, listsOf, sendAnswer } from './keep-response.js';
export { type ReadOptions, readIncoming, readStream, toBuffer } from './read-incoming.js';
export { rejectUpgrade } from './reject-upgrade.js';
