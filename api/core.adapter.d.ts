type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512-256';

interface Answer {
    readonly status: number;
    readonly headers: readonly (readonly [
        name: string,
        value: string
    ])[];
    readonly body: Uint8Array | undefined;
}

interface BasicCredentials {
    readonly username: string;
    readonly password: string;
}

interface BodyCollector {
    add(chunk: Uint8Array): void;
    bytes(): Uint8Array<ArrayBuffer> | undefined;
}

type Bytes = Uint8Array | string;

type Encoding = 'base64' | 'hex';

interface GuardOptions {
    readonly httpAuth: Guard | readonly Guard[];
}

interface Passed {
    readonly ok: true;
    readonly headers: Record<string, string>;
    readonly rawBody: Uint8Array | undefined;
    readonly body: unknown;
}

interface Receiver<Yes extends Passed = Received> {
    readonly bodyLimit: number;
    receive(request: WebhookRequest): Promise<Yes | Rejected>;
    turnOf(received: Yes): Turn | undefined;
}

interface ReceiverSetting {
    readonly warn?: (message: string) => void;
    readonly parse?: boolean;
    readonly idempotency?: boolean;
}

interface Turn {
    readonly replay: Answer | undefined;
    finish(answer: Answer): Promise<void>;
    release(): Promise<void>;
}

interface UrlParts {
    readonly scheme: string;
    readonly userinfo: string;
    readonly host: string;
    readonly port: string;
    readonly path: string;
    readonly query: string;
}

interface VerifiedInit {
    readonly headers: Headers;
    readonly body: string | Uint8Array<ArrayBuffer>;
}

declare function candidateUrls(url: string, userinfo?: string): readonly string[];

declare function checkContentEncoding(contentEncoding: string | null | undefined): void;

declare function checkOptionNames(options: object, known: readonly string[]): void;

declare function collectBody(): BodyCollector;

declare function createGuardReceiver(options: GuardOptions, { parse }?: ReceiverSetting): Receiver<Passed>;

declare function createReceiver(options?: WebhookOptions, { warn, parse, idempotency }?: ReceiverSetting): Receiver;

declare const defaultBodyLimit: number;

declare function equal(a: string, b: string): boolean;

declare function fetchRequest(request: Request, bodyLimit: number): WebhookRequest;

declare function firstListed(header: string | undefined): string | undefined;

declare function formatBasic({ username, password }: BasicCredentials): string;

declare function formatSignatureSettings(id: string, algorithm: SignatureAlgorithm): string;

declare function hasControls(text: string): boolean;

declare const hash: (algorithm: Algorithm, data: Bytes, encoding: Encoding) => string;

declare const hmac: (algorithm: Algorithm, key: Bytes, data: Bytes, encoding: Encoding) => string;

declare function isForm(contentType: string | null | undefined): boolean;

declare function isHost(text: string): boolean;

declare function joinUrl(parts: UrlParts): string;

declare function matchingConfigured(configured: readonly string[], target: string, upgrade: boolean): string[];

declare const maxAlternateTargets = 10;

declare const maxCandidates = 16;

declare function mediaType(contentType: string | null | undefined): string;

declare function parseBasic(authorization: string | null | undefined): BasicCredentials | undefined;

declare function printForm(params: Params): string;

declare function rejectionBody(error: WebhookError): {
    code: string;
    message: string;
};

declare function rejectionResponse(error: WebhookError): Response;

declare function respondOnce(turn: Turn | undefined, handle: () => Response | Promise<Response>): Promise<Response>;

declare const signatureHeader = "X-Twilio-Signature";

declare const signatureSettingsHeader = "X-Twilio-Webhooks-Signature-Settings";

declare function splitUrl(url: string): UrlParts | undefined;

declare const supports: (algorithm: Algorithm) => boolean;

declare function verifiedOf(received: Received): VerifiedWebhook;
declare function verifiedOf(received: Passed | Received): VerifiedWebhook | undefined;

declare function verifiedRequest<R extends Request>(request: R, { rawBody, params }: Pick<Passed, 'rawBody'> & {
    readonly params?: Params;
}, rebuild: (init: VerifiedInit) => R): R;

declare function withHeaders(response: Response, headers: Readonly<Record<string, string | readonly string[]>>): Response;
