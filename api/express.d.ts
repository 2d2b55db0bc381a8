// AuthToken, of @sig/core

// Guard, of @sig/core

// GuardOptions, of @sig/core

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

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

type WebhookHandler<Body = Params> = RequestHandler<Record<string, string>, any, Body>;

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

declare function captureRawBody(req: IncomingMessage, _res: ServerResponse, bytes: Buffer): void;

declare function createVerifier(options?: WebhookOptions, app?: Application): UpgradeVerifier;

declare function guard(options: GuardOptions): RequestHandler;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// rejectUpgrade, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare function webhook<Body = Params>(options?: WebhookOptions): WebhookHandler<Body>;
