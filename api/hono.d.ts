// AuthToken, of @sig/core

// Guard, of @sig/core

// GuardOptions, of @sig/core

// OptionError, of @sig/core

// Params, of @sig/core

// PublicUrl, of @sig/core

// Rejected, of @sig/core

// SignedRequest, of @sig/core

// SignedRequestOptions, of @sig/core

// VerifiedWebhook, of @sig/core

interface WebhookEnv {
    Variables: {
        webhook: VerifiedWebhook;
        rawBody: Uint8Array<ArrayBuffer> | undefined;
    };
}

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

declare function guard(options: GuardOptions): MiddlewareHandler;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare function webhook(options?: WebhookOptions): MiddlewareHandler<WebhookEnv>;
