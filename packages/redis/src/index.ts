export { StoreError, type StoreErrorCode } from '@sig/core/store';
export type { RedisClient, RedisCommand } from './connection.js';
export { type RedisStore, type RedisStoreOptions, redisStore } from './redis-store.js';
