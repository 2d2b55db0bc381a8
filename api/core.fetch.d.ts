interface FetchVerifier {
    verify<P extends Params = Params>(request: Request): Promise<ReceivedRequest<P> | Rejected>;
}

interface ReceivedRequest<P extends Params = Params> extends Received<P> {
    readonly request: Request;
}

declare function createVerifier(options?: WebhookOptions): FetchVerifier;
