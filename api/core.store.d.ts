type Claim = {
    readonly state: 'claimed';
} | {
    readonly state: 'held';
} | {
    readonly state: 'done';
    readonly value: string;
};

interface MemoryStoreOptions {
    readonly maxEntries?: number | undefined;
    readonly maxBytes?: number | undefined;
    readonly now?: (() => number) | undefined;
}

interface Store {
    claim(key: string, owner: string, ttl: number): Promise<Claim>;
    complete(key: string, owner: string, value: string, ttl: number): Promise<boolean>;
    release(key: string, owner: string): Promise<boolean>;
}

declare class StoreError extends Error {
    readonly name = "StoreError";
    readonly code: StoreErrorCode;
    constructor(code: StoreErrorCode, message: string, cause?: unknown);
    static [Symbol.hasInstance](value: unknown): boolean;
    get [brand](): true;
}

type StoreErrorCode = 'store-timeout' | 'store-failed' | 'store-full' | 'store-busy';

type StoreKeyKind = 'n' | 't' | 'o';

declare function checkStoreArguments(given: {
    readonly key: string;
    readonly owner: string;
    readonly ttl?: number;
    readonly value?: string;
}): void;

declare function firstUse(store: Pick<Store, 'claim'>, key: string, ttl: number): Promise<boolean>;

declare function isStoreError(value: unknown): value is StoreError;

declare const maxStoredValue: number;

declare function memoryStore(options?: MemoryStoreOptions): Store;

declare function newOwner(): string;

declare function storeKey(kind: StoreKeyKind, label: string, parts: readonly string[]): string;
