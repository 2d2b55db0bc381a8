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

// MachineDetectionParams, of @sig/core

// MessageParams, of @sig/core

// MessageStatusParams, of @sig/core

// OptionError, of @sig/core

// Params, of @sig/core

// PartialGatherParams, of @sig/core

// PayParams, of @sig/core

// PayStatusParams, of @sig/core

// ProxyParams, of @sig/core

// PublicUrl, of @sig/core

// QueueParams, of @sig/core

// RealtimeTranscriptionParams, of @sig/core

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

interface WebhookEnv<P extends Params = Params> {
    Variables: {
        webhook: VerifiedWebhook<P>;
        rawBody: Uint8Array<ArrayBuffer> | undefined;
    };
}

// WebhookError, of @sig/core

// WebhookErrorCode, of @sig/core

// WebhookEvent, of @sig/core

// WebhookOptions, of @sig/core

// WebhookRequest, of @sig/core

declare function guard(options: GuardOptions): MiddlewareHandler;

// hintOf, of @sig/core

// isOptionError, of @sig/core

// isWebhookError, of @sig/core

// reject, of @sig/core

// sign, of @sig/core

// signedRequest, of @sig/core

declare function webhook<P extends Params = Params>(options?: WebhookOptions): MiddlewareHandler<WebhookEnv<P>>;
