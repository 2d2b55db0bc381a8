type FetchHandler<More extends unknown[] = [
]> = (request: Request, ...more: More) => Promise<Response>;

interface FetchVerifier {
    verify(request: Request): Promise<ReceivedRequest | Rejected>;
}

interface ReceivedRequest extends Received {
    readonly request: Request;
}

type WebhookHandler<More extends unknown[] = [
]> = (request: Request, received: Received, ...more: More) => Response | Promise<Response>;

declare function createVerifier(options?: WebhookOptions): FetchVerifier;

declare function guard<More extends unknown[] = [
]>(options: GuardOptions, handler: (request: Request, ...more: More) => Response | Promise<Response>): FetchHandler<More>;

declare function webhook<More extends unknown[] = [
]>(options: WebhookOptions, handler: WebhookHandler<More>): FetchHandler<More>;
