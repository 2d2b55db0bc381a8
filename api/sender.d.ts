declare class Call {
    #private;
    constructor(options: CheckedSenderOptions);
    post(url: string, params?: RequestToSign['params'], options?: CallRequestOptions): Promise<SendResult>;
    get(url: string, options?: CallRequestOptions): Promise<SendResult>;
    json(url: string, value: unknown, options?: CallRequestOptions): Promise<SendResult>;
    upgrade(url: string, options?: CallRequestOptions): Promise<SendResult>;
    send(request: CallRequest): Promise<SendResult>;
    close(): void;
}

interface CallRequest extends RequestToSign {
    readonly fallbackUrl?: string | undefined;
    readonly signal?: AbortSignal | undefined;
}

type CallRequestOptions = Omit<CallRequest, 'url' | 'params' | 'form' | 'body' | 'method'>;

type FormParams = Readonly<Record<string, string | readonly string[]>> | Iterable<readonly [
    name: string,
    value: string
]>;

interface RequestToSign {
    readonly method?: string;
    readonly url: string;
    readonly params?: FormParams | undefined;
    readonly form?: string | Uint8Array | undefined;
    readonly body?: string | Uint8Array | undefined;
    readonly contentType?: string | undefined;
    readonly upgrade?: boolean | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface SendResult {
    readonly url: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
    readonly text: string;
    readonly exchange: readonly Step[];
    readonly fellBackFrom?: string;
    readonly socket?: Duplex;
}

interface Sender {
    call(): Call;
}

declare class SenderError extends Error {
    readonly name: string;
    readonly code: SenderErrorCode;
    exchange: readonly Step[];
    constructor(code: SenderErrorCode, message: string, cause?: unknown);
}

type SenderErrorCode = 'invalid-url' | 'connection-failed' | 'timeout' | 'aborted' | 'response-too-large' | 'too-many-redirects' | 'redirect-refused' | 'server-not-authentic' | 'token-in-clear' | 'unexpected-upgrade' | TlsErrorCode;

interface SenderOptions {
    readonly authToken?: string | undefined;
    readonly sharedKey?: SigningSharedKey | undefined;
    readonly header?: string | undefined;
    readonly timeout?: number | undefined;
    readonly maxResponseBytes?: number | undefined;
    readonly maxRedirects?: number | undefined;
    readonly signUserinfo?: boolean | undefined;
    readonly preemptiveBasic?: boolean | undefined;
    readonly digest?: boolean | undefined;
    readonly bearer?: string | undefined;
    readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
    readonly userAgent?: string | undefined;
}

interface SignedRequest {
    readonly method: string;
    readonly destination: ConfiguredUrl;
    readonly target: string;
    readonly signedUrl: string;
    readonly headers: readonly (readonly [
        name: string,
        value: string
    ])[];
    readonly body: Buffer | undefined;
    readonly upgrade: boolean;
}

interface SigningOptions {
    readonly authToken?: string | undefined;
    readonly sharedKey?: SigningSharedKey | undefined;
    readonly header?: string;
    readonly signUserinfo?: boolean;
}

interface Step {
    readonly method: string;
    readonly url: string;
    readonly signedUrl: string;
    readonly authorization: 'Basic' | 'Digest' | 'Bearer' | undefined;
    readonly status: number;
    readonly challenges: readonly string[];
    readonly location: string | undefined;
    readonly reusedConnection: boolean;
    readonly milliseconds: number;
}

declare class TlsError extends SenderError {
    readonly name = "TlsError";
    readonly code: TlsErrorCode;
}

type TlsErrorCode = 'self-signed-certificate' | 'untrusted-authority' | 'incomplete-chain' | 'expired-certificate' | 'certificate-not-yet-valid' | 'wrong-host-name' | 'tls-handshake-failed';

interface TrustOptions {
    readonly rejectUnauthorized: true;
    readonly ca?: (string | Buffer)[];
}

declare function createSender(options: SenderOptions): Sender;

declare const eventStreams: {
    readonly preemptiveBasic: true;
    readonly digest: false;
    readonly timeout: 5000;
};

declare function signRequest(request: RequestToSign, options: SigningOptions): SignedRequest;

declare function trusting(ca?: string | Buffer | readonly (string | Buffer)[]): TrustOptions;
