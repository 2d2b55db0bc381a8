interface Authorizer {
    authorize(request: ClientRequest): string | undefined;
    answer(challenges: readonly string[], request: ClientRequest, sent?: string | undefined): string | undefined;
    accept(authenticationInfo: string | undefined, sent?: string | undefined): boolean;
}

interface AuthorizerOptions extends ClientCredentials {
    readonly preemptiveBasic?: boolean;
    readonly digest?: boolean;
    readonly makeCnonce?: () => string;
}

// BasicCredentials, of @sig/core

interface BasicOptions {
    readonly realm: string;
    readonly credentials?: Readonly<Record<string, string>> | undefined;
    readonly check?: ((username: string, password: string) => boolean | Promise<boolean>) | undefined;
}

type BearerCheck = (token: string, request: WebhookRequest) => boolean | BearerRefusal | Promise<boolean | BearerRefusal>;

interface BearerOptions {
    readonly check: BearerCheck;
    readonly realm?: string | undefined;
    readonly scope?: string | undefined;
}

interface BearerRefusal {
    readonly error: 'invalid_token' | 'insufficient_scope';
    readonly scope?: string | undefined;
    readonly description?: string | undefined;
}

interface Challenge {
    readonly scheme: string;
    readonly params: AuthParams;
}

interface ClientCredentials {
    readonly username: string;
    readonly password: string;
}

interface ClientRequest {
    readonly method: string;
    readonly url: string;
    readonly target: string;
    readonly body?: Uint8Array | undefined;
}

type DigestAlgorithm = (typeof digestAlgorithms)[number];

type DigestCredentials = Readonly<Record<string, DigestSecret>> | LookUp;

interface DigestOptions {
    readonly realm: string;
    readonly credentials: DigestCredentials;
    readonly algorithms?: readonly DigestAlgorithm[] | undefined;
    readonly qop?: readonly ('auth' | 'auth-int')[] | undefined;
    readonly nonceLifetime?: number | undefined;
    readonly secret?: string | undefined;
    readonly store?: NonceStore | undefined;
    readonly opaque?: string | undefined;
    readonly domain?: string | undefined;
    readonly userhash?: boolean | undefined;
    readonly publicUrl?: string | undefined;
    readonly now?: (() => number) | undefined;
}

type DigestSecret = string | {
    readonly ha1: string | Readonly<Partial<Record<DigestAlgorithm, string>>>;
};

type LookUp = (username: string, details: LookUpDetails) => DigestSecret | undefined | Promise<DigestSecret | undefined>;

interface LookUpDetails {
    readonly realm: string;
    readonly algorithm: DigestAlgorithm;
    readonly userhash: boolean;
}

interface MemoryStoreOptions {
    readonly maxNonces?: number;
    readonly now?: () => number;
}

interface NonceLife {
    readonly madeAt: number;
    readonly expiresAt: number;
    readonly ttl: number;
}

interface NonceStore {
    readonly since?: number;
    use(nonce: string, count: number, life: NonceLife): boolean | Promise<boolean>;
}

declare function authorizer(options: AuthorizerOptions): Authorizer;

declare function basic(options: BasicOptions): Guard;

declare function bearer(options: BearerOptions): Guard;

declare function digest(options: DigestOptions): Guard;

declare const digestAlgorithms: readonly [
    "SHA-512-256",
    "SHA-512-256-sess",
    "SHA-256",
    "SHA-256-sess",
    "MD5",
    "MD5-sess"
];

// formatBasic, of @sig/core

declare function formatBearer(token: string): string;

declare function ha1(algorithm: DigestAlgorithm, username: string, realm: string, password: string): string;

declare function htdigest(text: string, realm: string): Record<string, DigestSecret>;

declare function memoryStore(options?: MemoryStoreOptions): NonceStore;

declare function nonceStore(store: Store): NonceStore;

// parseBasic, of @sig/core

declare function parseBearer(authorization: string | null | undefined): string | undefined;

declare function parseChallenges(headers: readonly string[]): Challenge[];
