// `@sig/core/store`: a small memory that processes share, so that something counts once.
export { firstUse } from './first-use.js';
export { type MemoryStoreOptions, memoryStore } from './memory-store.js';
export {
  type Claim,
  checkStoreArguments,
  isStoreError,
  maxStoredValue,
  newOwner,
  type Store,
  StoreError,
  type StoreErrorCode,
} from './store.js';
export { type StoreKeyKind, storeKey } from './store-key.js';
