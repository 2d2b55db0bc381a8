// AuthToken, of @sig/core

// Guard, of @sig/core

// GuardOptions, of @sig/core

// OptionError, of @sig/core

// Params, of @sig/core

// PublicUrl, of @sig/core

// Received, of @sig/core

// Rejected, of @sig/core

type RouteHandler<Context> = (request: NextRequest, context: Context) => Promise<Response>;

// SignedRequest, of @sig/core

// SignedRequestOptions, of @sig/core

// VerifiedWebhook, of @sig/core

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

type WebhookHandler<Context> = (request: NextRequest, context: Context, received: Received) => Response | Promise<Response>;

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

declare function guard<Context = unknown>(options: GuardOptions, handler: (request: NextRequest, context: Context) => Response | Promise<Response>): RouteHandler<Context>;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare function webhook<Context = unknown>(options: WebhookOptions, handler: WebhookHandler<Context>): RouteHandler<Context>;
