// AuthToken, of @sig/core

// CallerIdParams, of @sig/core

// ConferenceParams, of @sig/core

// ConversationParams, of @sig/core

// ConversationRelayParams, of @sig/core

// DebuggerParams, of @sig/core

// DialParams, of @sig/core

// EnqueueParams, of @sig/core

// EnqueueWaitParams, of @sig/core

// EventKey, of @sig/core

// FaxParams, of @sig/core

// GatherParams, of @sig/core

// Guard, of @sig/core

// GuardOptions, of @sig/core

// IdempotencyOptions, of @sig/core

type LambdaEvent = ProxyEvent;

type LambdaHandler<E, C, R> = (event: E, context: C) => Promise<R | LambdaResponse>;

interface LambdaResponse {
    statusCode: number;
    statusDescription?: string;
    headers?: Record<string, string>;
    multiValueHeaders?: Record<string, string[]>;
    cookies?: string[];
    body: string;
    isBase64Encoded: boolean;
}

// MachineDetectionParams, of @sig/core

// MessageParams, of @sig/core

// MessageStatusParams, of @sig/core

// OptionError, of @sig/core

// Params, of @sig/core

// PartialGatherParams, of @sig/core

// PayParams, of @sig/core

// PayStatusParams, of @sig/core

interface ProxyEvent {
    readonly version?: string | undefined;
    readonly resource?: string | undefined;
    readonly routeKey?: string | undefined;
    readonly httpMethod?: string | undefined;
    readonly path?: string | undefined;
    readonly rawPath?: string | undefined;
    readonly rawQueryString?: string | undefined;
    readonly headers?: EventValues | null | undefined;
    readonly multiValueHeaders?: EventValues | null | undefined;
    readonly queryStringParameters?: EventValues | null | undefined;
    readonly multiValueQueryStringParameters?: EventValues | null | undefined;
    readonly pathParameters?: EventValues | null | undefined;
    readonly body?: string | null | undefined;
    readonly isBase64Encoded?: boolean | undefined;
    readonly requestContext?: EventContext | undefined;
}

// ProxyParams, of @sig/core

// PublicUrl, of @sig/core

// QueueParams, of @sig/core

// RealtimeTranscriptionParams, of @sig/core

// Received, of @sig/core

// RecordParams, of @sig/core

// RecordingParams, of @sig/core

// ReferParams, of @sig/core

// ReferUrlParams, of @sig/core

// Rejected, of @sig/core

// SignedRequest, of @sig/core

// SignedRequestOptions, of @sig/core

// SiprecParams, of @sig/core

// StatusCallbackParams, of @sig/core

// StreamParams, of @sig/core

// SyncParams, of @sig/core

// TaskRouterAssignmentParams, of @sig/core

// TaskRouterParams, of @sig/core

// TranscriptionParams, of @sig/core

// VerifiedWebhook, of @sig/core

// VideoCompositionParams, of @sig/core

// VideoRoomParams, of @sig/core

// VoiceParams, of @sig/core

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

// WebhookEvent, of @sig/core

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

declare function guard<E extends LambdaEvent = LambdaEvent, C = unknown, R = unknown>(options: GuardOptions, handler: (event: E, context: C) => R | Promise<R>): LambdaHandler<E, C, R>;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare function webhook<E extends LambdaEvent = LambdaEvent, C = unknown, R = unknown, P extends Params = Params>(options: WebhookOptions, handler: (event: E, context: C, verdict: Received<P>) => R | Promise<R>): LambdaHandler<E, C, R>;
