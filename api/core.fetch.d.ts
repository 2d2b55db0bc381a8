interface FetchVerifier {
    verify(request: Request): Promise<ReceivedRequest | Rejected>;
}

interface ReceivedRequest extends Received {
    readonly request: Request;
}

declare function createVerifier(options?: WebhookOptions): FetchVerifier;
