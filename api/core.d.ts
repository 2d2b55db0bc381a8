interface Accepted {
    readonly ok: true;
    readonly headers?: Record<string, string>;
}

type AccountSid = string | readonly string[];

type AuthToken = string | readonly string[] | ((request: UnverifiedRequest) => AuthTokens | Promise<AuthTokens>);

type Guard<Yes extends Accepted = Accepted> = (request: WebhookRequest) => Yes | Rejected | Promise<Yes | Rejected>;

interface GuardOptions {
    readonly httpAuth: Guard | readonly Guard[];
}

declare class OptionError extends TypeError {
    readonly name = "OptionError";
    readonly code = "invalid-option";
    readonly option: string;
    constructor(option: string, message: string);
    get [optionBrand](): true;
}

interface Params {
    [name: string]: string | string[] | undefined;
}

type ParamsInput = {
    readonly [name: string]: string | readonly string[] | null | undefined;
} | Iterable<Pair>;

type Provider = 'twilio' | 'signalwire';

type PublicUrl = string | ((request: WebhookRequest) => string | undefined);

interface Received extends VerifiedWebhook {
    readonly body: unknown;
    readonly rawBody: Uint8Array | undefined;
    readonly headers: Record<string, string>;
}

interface Rejected {
    readonly ok: false;
    readonly error: WebhookError;
}

type RequestBody = {
    readonly bytes: Uint8Array;
    readonly parsed?: never;
} | {
    readonly parsed: unknown;
    readonly bytes?: never;
};

interface Rewrite {
    readonly from: string;
    readonly to: string;
}

type SharedKey = string | {
    readonly secret: string | undefined;
    readonly algorithm?: SignatureAlgorithm | undefined;
};

type SharedKeys = Readonly<Record<string, SharedKey | undefined>>;

type SharedKeysOption = SharedKeys | ((unverifiedId: string, request: UnverifiedRequest) => SharedKey | undefined | null | Promise<SharedKey | undefined | null>);

interface SignOptions {
    readonly authToken?: string | undefined;
    readonly sharedKey?: SigningSharedKey | undefined;
    readonly url: string;
    readonly params?: ParamsInput;
    readonly body?: Uint8Array | string;
}

type SignatureAlgorithm = 'HMAC-SHA256' | 'HMAC-SHA1';

interface SignatureOptions {
    readonly authToken?: AuthToken | undefined;
    readonly sharedKeys?: SharedKeysOption | undefined;
    readonly publicUrl?: PublicUrl | undefined;
    readonly rewrite?: Rewrite | readonly Rewrite[] | undefined;
    readonly configuredUrl?: string | readonly string[] | undefined;
    readonly accountSid?: AccountSid | undefined;
    readonly header?: string | undefined;
    readonly provider?: Provider | undefined;
    readonly lookupTimeout?: number | undefined;
}

interface Signed {
    readonly signature: string;
    readonly url: string;
    readonly signatureSettings?: string;
}

interface SignedParts {
    readonly signature: string | null | undefined;
    readonly signatureSettings?: string | null | undefined;
    readonly url: string;
    readonly contentType?: string | null | undefined;
    readonly body?: Uint8Array | string | null | undefined;
    readonly params?: ParamsInput | undefined;
    readonly authorization?: string | null | undefined;
}

interface SignedRequest<Body extends string | Uint8Array = string | Uint8Array> {
    readonly method: string;
    readonly url: string;
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body?: Body | string;
}

interface SignedRequestOptions<Body extends string | Uint8Array = string | Uint8Array> extends SignOptions {
    readonly body?: Body;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
}

interface SigningSharedKey {
    readonly id: string;
    readonly secret: string | undefined;
    readonly algorithm?: SignatureAlgorithm | undefined;
}

interface UnverifiedRequest {
    readonly unverifiedParams: {
        readonly [name: string]: string | string[] | undefined;
    };
    readonly unverifiedUrl: string;
    readonly header: (name: string) => string | undefined;
}

type Verdict = Verified | Rejected;

interface Verified extends Accepted {
    readonly params: Params;
    readonly url: string;
    readonly key: VerifiedKey;
}

type VerifiedKey = {
    readonly kind: 'auth-token';
    readonly index: number;
} | {
    readonly kind: 'shared-key';
    readonly id: string;
};

interface VerifiedWebhook extends Verified {
    readonly target: string;
}

interface Verifier {
    verify(request: SignedParts): Verdict;
}

interface VerifierOptions {
    readonly authToken?: string | readonly string[] | undefined;
    readonly sharedKeys?: SharedKeys | undefined;
    readonly accountSid?: AccountSid | undefined;
}

interface VerifyOptions extends SignedParts {
    readonly authToken?: string | readonly string[] | undefined;
    readonly sharedKeys?: SharedKeys | undefined;
    readonly accountSid?: AccountSid | undefined;
}

declare class WebhookError extends Error {
    readonly code: WebhookErrorCode;
    readonly status: number;
    readonly statusCode: number;
    readonly headers: Record<string, string | string[]>;
    readonly expose: boolean;
    constructor(code: WebhookErrorCode, { message, headers, cause }?: WebhookErrorDetails);
    get name(): string;
    get [brand](): true;
}

type WebhookErrorCode = keyof typeof table;

interface WebhookErrorDetails {
    readonly message?: string;
    readonly headers?: Record<string, string | string[]>;
    readonly cause?: unknown;
}

interface WebhookOptions extends SignatureOptions {
    readonly httpAuth?: Guard | readonly Guard[] | undefined;
    readonly bodyLimit?: number | undefined;
    readonly onAccept?: ((verdict: VerifiedWebhook, request: WebhookRequest) => void | Promise<void>) | undefined;
    readonly onReject?: ((error: WebhookError, request: WebhookRequest) => void | Promise<void>) | undefined;
}

interface WebhookRequest {
    readonly method: string;
    readonly target: string;
    readonly alternateTargets?: () => Iterable<string>;
    readonly protocol: string;
    readonly host: string | undefined;
    readonly upgrade: boolean;
    header(name: string): string | undefined;
    body(): RequestBody | Promise<RequestBody>;
}

declare function anyOf(guards: readonly Guard[]): Guard;

declare function bodyHash(body: Uint8Array | string): string;

declare function createVerifier(options?: VerifierOptions): Verifier;

declare function hintOf(error: Pick<WebhookError, 'code'>): string;

declare function isOptionError(value: unknown): value is OptionError;

declare function isWebhookError(value: unknown): value is WebhookError;

declare function reject(...details: ConstructorParameters<typeof WebhookError>): Rejected;

declare function sign(options: SignOptions): Signed;

declare function signatureGuard(options?: SignatureOptions): Guard<VerifiedWebhook>;

declare function signedRequest<Body extends string | Uint8Array = string>(options: SignedRequestOptions<Body>): SignedRequest<Body>;

declare function stringToSign(url: string, params?: ParamsInput): string;

declare function verify(options: VerifyOptions): Verdict;
