type ForwardAuth = 'traefik' | 'envoy';

interface ProxiedRequest {
    readonly method: string;
    readonly target: string;
    readonly httpVersion: string;
    readonly rawHeaders: readonly string[];
    readonly remoteAddress: string;
    readonly upgrade: boolean;
}

interface ProxiedResponse {
    readonly status: number;
    readonly statusMessage: string;
    readonly rawHeaders: readonly string[];
    readonly body: Buffer;
    readonly length: number;
}

declare class ProxyError extends Error {
    readonly name = "ProxyError";
    readonly code: ProxyErrorCode;
    readonly status: number;
    constructor(code: ProxyErrorCode, cause?: unknown);
}

type ProxyErrorCode = keyof typeof table;

interface ProxyExchange {
    readonly id: number;
    readonly startedAt: number;
    readonly request: ProxiedRequest;
    readonly webhook: WebhookRequest | undefined;
    readonly verdict: Received | Rejected | undefined;
    readonly body: Buffer | undefined;
    readonly response: ProxiedResponse | undefined;
    readonly status: number | undefined;
    readonly error: WebhookError | ProxyError | undefined;
    readonly timings: ProxyTimings;
}

interface ProxyObserver {
    arrived?(exchange: ProxyExchange): void;
    decided?(exchange: ProxyExchange): void;
    responded?(exchange: ProxyExchange): void;
    finished?(exchange: ProxyExchange): void;
}

interface ProxyOptions {
    readonly upstream?: string | undefined;
    readonly webhook: WebhookOptions | false;
    readonly enforce?: boolean | undefined;
    readonly trustedProxies?: readonly string[] | undefined;
    readonly upstreamSecret?: string | undefined;
    readonly forwardAuth?: ForwardAuth | undefined;
    readonly healthPath?: string | false | undefined;
    readonly timeouts?: ProxyTimeouts | undefined;
    readonly maxRequests?: number | undefined;
    readonly maxTunnels?: number | undefined;
    readonly observer?: ProxyObserver | undefined;
    readonly warn?: ((message: string) => void) | undefined;
}

interface ProxyTimeouts {
    readonly connect?: number | undefined;
    readonly response?: number | undefined;
    readonly request?: number | undefined;
}

interface ProxyTimings {
    readonly decided?: number;
    readonly responded?: number;
    readonly finished?: number;
}

interface RequestLogOptions {
    readonly write: (line: string) => void;
    readonly json?: boolean;
}

interface VerifyingProxy {
    readonly server: Server;
    handle(req: IncomingMessage, res: ServerResponse): void;
    handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
    listen(port: number, host?: string): Promise<AddressInfo>;
    close(grace?: number): Promise<void>;
}

declare function createProxy(options: ProxyOptions): VerifyingProxy;

declare function requestLog({ write, json }: RequestLogOptions): ProxyObserver;

declare const verifiedHeader = "X-Sig-Verified";
