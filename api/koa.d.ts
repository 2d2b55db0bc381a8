// AuthToken, of @sig/core

// Guard, of @sig/core

// GuardOptions, of @sig/core

interface KoaApplication {
    createContext(req: IncomingMessage, res: ServerResponse): Pick<Context, 'app' | 'get' | 'host' | 'protocol'>;
}

// OptionError, of @sig/core

// Params, of @sig/core

// PublicUrl, of @sig/core

// Rejected, of @sig/core

// SignedRequest, of @sig/core

// SignedRequestOptions, of @sig/core

interface UpgradeVerifier {
    verify(req: IncomingMessage): Promise<Received | Rejected>;
}

// VerifiedWebhook, of @sig/core

interface WebhookContext<Body = Params> {
    readonly request: {
        body: Body;
        rawBody: Buffer | undefined;
    };
}

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

type WebhookMiddleware<Body = Params> = Middleware<WebhookState, WebhookContext<Body>>;

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

interface WebhookState extends DefaultState {
    webhook: VerifiedWebhook;
}

declare function createVerifier(options?: WebhookOptions, app?: KoaApplication): UpgradeVerifier;

declare function guard(options: GuardOptions): Middleware;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// rejectUpgrade, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare function webhook<Body = Params>(options?: WebhookOptions): WebhookMiddleware<Body>;
