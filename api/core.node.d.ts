interface FrameworkFacts {
    readonly bodyLimit: number;
    readonly origin?: () => Origin;
    readonly target?: string;
    readonly alternateTargets?: () => Iterable<string>;
    readonly upgrade?: boolean;
    readonly rawBody?: () => unknown;
    readonly parsed?: unknown;
    readonly body?: (read: () => Promise<RequestBody>) => Promise<RequestBody>;
}

interface NodeVerifier {
    verify<P extends Params = Params>(req: IncomingMessage, facts?: Omit<FrameworkFacts, 'bodyLimit'>): Promise<Received<P> | Rejected>;
}

interface Origin {
    readonly protocol?: string;
    readonly host?: string | undefined;
}

interface ReadOptions {
    readonly limit?: number;
}

declare function createVerifier(options?: WebhookOptions): NodeVerifier;

declare function incomingRequest(req: IncomingMessage, facts: FrameworkFacts): WebhookRequest;

declare function keepResponse(res: ServerResponse, turn: Turn): void;

declare function listsOf({ headers }: Pick<Answer, 'headers'>): Record<string, string | string[]>;

declare function readIncoming(req: IncomingMessage, options?: ReadOptions): Promise<Buffer>;

declare function readStream(req: Readable, limit: number): Promise<Buffer>;

declare function rejectUpgrade(socket: Duplex, error: WebhookError): void;

declare function sendAnswer(res: ServerResponse, answer: Answer, headers?: Readonly<Record<string, string>>): void;

declare function toBuffer(bytes: Uint8Array): Buffer;
