type FetchHandler<More extends unknown[] = [
]> = (request: Request, ...more: More) => Promise<Response>;

interface FetchVerifier {
    verify<P extends Params = Params>(request: Request): Promise<ReceivedRequest<P> | Rejected>;
}

interface ReceivedRequest<P extends Params = Params> extends Received<P> {
    readonly request: Request;
}

type WebhookHandler<More extends unknown[] = [
]> = (request: Request, received: Received, ...more: More) => Response | Promise<Response>;

declare function createVerifier(options?: WebhookOptions): FetchVerifier;

declare function guard<More extends unknown[] = [
]>(options: GuardOptions, handler: (request: Request, ...more: More) => Response | Promise<Response>): FetchHandler<More>;

declare function webhook<More extends unknown[] = [
]>(options: WebhookOptions, handler: WebhookHandler<More>): FetchHandler<More>;
