// AuthToken, of @sig/core

interface FastifyGuardOptions extends GuardOptions {
    readonly global?: boolean;
}

interface FastifyWebhookOptions extends WebhookOptions {
    readonly global?: boolean;
}

// Guard, of @sig/core

// GuardOptions, of @sig/core

// OptionError, of @sig/core

// Params, of @sig/core

// PublicUrl, of @sig/core

// Rejected, of @sig/core

// SignedRequest, of @sig/core

// SignedRequestOptions, of @sig/core

// VerifiedWebhook, of @sig/core

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

declare const guard: FastifyPluginAsync<FastifyGuardOptions>;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare const webhook: FastifyPluginAsync<FastifyWebhookOptions>;
