interface RequestValidatorOptions {
    readonly url?: string;
    readonly host?: string;
    readonly protocol?: string;
    readonly sharedKeySecret?: string;
}

// SIGNATURE_HEADER, of @sig/core

// SIGNATURE_SETTINGS_HEADER, of @sig/core

interface TwilioWebhookOptions extends RequestValidatorOptions {
    readonly authToken?: string;
    readonly validate?: boolean;
    readonly includeHelpers?: boolean;
}

// getExpectedBodyHash, of @sig/core

// getExpectedTwilioSignature, of @sig/core

// getSignatureAlgorithm, of @sig/core

// validateBody, of @sig/core

declare const validateExpressRequest: typeof validateIncomingRequest;

declare function validateIncomingRequest(request: Request, authToken: string, options?: RequestValidatorOptions): boolean;

// validateRequest, of @sig/core

// validateRequestWithBody, of @sig/core

declare function webhook(...args: (string | TwilioWebhookOptions | undefined)[]): RequestHandler;
