interface RedisClient {
    duplicate(...args: never[]): unknown;
}

type RedisCommand = (key: string, args: readonly string[]) => Promise<unknown>;

interface RedisStore extends Store {
    close(): void;
}

interface RedisStoreOptions {
    readonly prefix?: string | undefined;
}

// StoreError, of @sig/core

// StoreErrorCode, of @sig/core

declare function redisStore(client: RedisClient | RedisCommand, options?: RedisStoreOptions): RedisStore;
