interface Accepted {
    readonly ok: true;
    readonly headers?: Record<string, string>;
}

type AccountSid = string | readonly string[];

type AuthToken = string | readonly string[] | ((request: UnverifiedRequest) => AuthTokens | Promise<AuthTokens>);

interface CallerIdParams extends Params {
    VerificationStatus?: 'success' | 'failed' | (string & {}) | undefined;
    OutgoingCallerIdSid?: string | undefined;
    CallSid?: string | undefined;
    AccountSid?: string | undefined;
}

interface ConferenceParams extends Params {
    ConferenceSid?: string | undefined;
    FriendlyName?: string | undefined;
    AccountSid?: string | undefined;
    SequenceNumber?: string | undefined;
    Timestamp?: string | undefined;
    StatusCallbackEvent?: 'conference-start' | 'conference-end' | 'participant-join' | 'participant-leave' | 'participant-mute' | 'participant-unmute' | 'participant-hold' | 'participant-unhold' | 'participant-modify' | 'participant-speech-start' | 'participant-speech-stop' | 'announcement-end' | 'announcement-fail' | (string & {}) | undefined;
    CallSid?: string | undefined;
    Muted?: 'true' | 'false' | (string & {}) | undefined;
    Hold?: 'true' | 'false' | (string & {}) | undefined;
    Coaching?: 'true' | 'false' | (string & {}) | undefined;
    EndConferenceOnExit?: 'true' | 'false' | (string & {}) | undefined;
    StartConferenceOnEnter?: 'true' | 'false' | (string & {}) | undefined;
    ParticipantLabel?: string | undefined;
    CallSidEndingConference?: string | undefined;
    ParticipantLabelEndingConference?: string | undefined;
    ReasonConferenceEnded?: 'conference-ended-via-api' | 'last-participant-kicked' | 'last-participant-left' | 'participant-with-end-conference-on-exit-kicked' | 'participant-with-end-conference-on-exit-left' | (string & {}) | undefined;
    Reason?: string | undefined;
    ReasonAnnouncementFailed?: string | undefined;
    AnnounceUrl?: string | undefined;
    ParticipantCallStatus?: 'no-answer' | 'busy' | 'in-progress' | 'failed' | 'canceled' | 'completed' | (string & {}) | undefined;
    ReasonParticipantLeft?: 'conference_ended_via_api' | 'moderator_ended_conference' | 'participant_updated_via_api' | 'participant_hung_up' | 'participant_add_failed' | (string & {}) | undefined;
    EventName?: 'conference-record-end' | (string & {}) | undefined;
    RecordingUrl?: string | undefined;
    Duration?: string | undefined;
    RecordingFileSize?: string | undefined;
}

interface ConversationParams extends Params {
    AccountSid?: string | undefined;
    EventType?: 'onConversationAdd' | 'onConversationAdded' | 'onConversationRemove' | 'onConversationRemoved' | 'onConversationUpdate' | 'onConversationUpdated' | 'onConversationStateUpdated' | 'onMessageAdd' | 'onMessageAdded' | 'onMessageRemove' | 'onMessageRemoved' | 'onMessageUpdate' | 'onMessageUpdated' | 'onParticipantAdd' | 'onParticipantAdded' | 'onParticipantRemove' | 'onParticipantRemoved' | 'onParticipantUpdate' | 'onParticipantUpdated' | 'onDeliveryUpdated' | 'onUserAdded' | 'onUserUpdate' | 'onUserUpdated' | (string & {}) | undefined;
    Source?: 'SDK' | 'API' | (string & {}) | undefined;
    ClientIdentity?: string | undefined;
    RetryCount?: string | undefined;
    ConversationSid?: string | undefined;
    ChatServiceSid?: string | undefined;
    MessagingServiceSid?: string | undefined;
    MessageSid?: string | undefined;
    ParticipantSid?: string | undefined;
    UserSid?: string | undefined;
    Index?: string | undefined;
    Body?: string | undefined;
    Author?: string | undefined;
    Attributes?: string | undefined;
    Media?: string | undefined;
    MessageBody?: string | undefined;
    DateCreated?: string | undefined;
    DateUpdated?: string | undefined;
    DateRemoved?: string | undefined;
    FriendlyName?: string | undefined;
    UniqueName?: string | undefined;
    State?: string | undefined;
    StateFrom?: 'active' | 'inactive' | 'closed' | (string & {}) | undefined;
    StateTo?: 'active' | 'inactive' | 'closed' | (string & {}) | undefined;
    StateUpdated?: string | undefined;
    Reason?: 'API' | 'TIMER' | 'EVENT' | (string & {}) | undefined;
    Identity?: string | undefined;
    RoleSid?: string | undefined;
    'MessagingBinding.Address'?: string | undefined;
    'MessagingBinding.ProxyAddress'?: string | undefined;
    'MessagingBinding.ProjectedAddress'?: string | undefined;
    'MessagingBinding.AuthorAddress'?: string | undefined;
    'MessagingBinding.Type'?: 'SMS' | 'CHAT' | 'WHATSAPP' | (string & {}) | undefined;
    LastReadMessageIndex?: string | undefined;
    DeliveryReceiptSid?: string | undefined;
    ChannelMessageSid?: string | undefined;
    Status?: 'read' | 'failed' | 'delivered' | 'undelivered' | 'sent' | (string & {}) | undefined;
    ErrorCode?: string | undefined;
    isOnline?: 'true' | 'false' | (string & {}) | undefined;
    isNotifiable?: 'true' | 'false' | (string & {}) | undefined;
}

interface ConversationRelayParams extends Params {
    AccountSid?: string | undefined;
    CallSid?: string | undefined;
    CallStatus?: 'queued' | 'initiated' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled' | (string & {}) | undefined;
    From?: string | undefined;
    To?: string | undefined;
    Direction?: 'inbound' | 'outbound-api' | 'outbound-dial' | (string & {}) | undefined;
    SessionId?: string | undefined;
    SessionStatus?: 'ended' | 'failed' | 'completed' | (string & {}) | undefined;
    SessionDuration?: string | undefined;
    ApplicationSid?: string | undefined;
    HandoffData?: string | undefined;
    ErrorCode?: string | undefined;
    ErrorMessage?: string | undefined;
    ApiVersion?: string | undefined;
}

interface DebuggerParams extends Params {
    Sid?: string | undefined;
    AccountSid?: string | undefined;
    ParentAccountSid?: string | undefined;
    Timestamp?: string | undefined;
    Level?: 'ERROR' | 'WARNING' | (string & {}) | undefined;
    PayloadType?: 'application/json' | (string & {}) | undefined;
    Payload?: string | undefined;
}

interface DialParams extends VoiceParams {
    DialCallStatus?: 'completed' | 'answered' | 'busy' | 'no-answer' | 'failed' | 'canceled' | (string & {}) | undefined;
    DialCallSid?: string | undefined;
    DialCallDuration?: string | undefined;
    DialBridged?: 'true' | 'false' | (string & {}) | undefined;
    RecordingUrl?: string | undefined;
    RecordingSid?: string | undefined;
    RecordingDuration?: string | undefined;
    DialSipCallId?: string | undefined;
    DialSipResponseCode?: string | undefined;
    [name: `DialSipHeader_${string}`]: string | undefined;
    QueueSid?: string | undefined;
    QueueTime?: string | undefined;
    DequeingCallSid?: string | undefined;
}

interface EnqueueParams extends VoiceParams {
    QueueResult?: 'bridged' | 'bridging-in-process' | 'error' | 'hangup' | 'leave' | 'redirected' | 'redirected-from-bridged' | 'queue-full' | 'system-error' | (string & {}) | undefined;
    QueueSid?: string | undefined;
    QueueTime?: string | undefined;
}

interface EnqueueWaitParams extends VoiceParams {
    QueuePosition?: string | undefined;
    QueueSid?: string | undefined;
    QueueTime?: string | undefined;
    AvgQueueTime?: string | undefined;
    CurrentQueueSize?: string | undefined;
    MaxQueueSize?: string | undefined;
}

interface EventFields {
    readonly kind: string;
    readonly fields: Readonly<Record<string, RegExp>>;
}

type EventKey = EventKind | EventFields | ((event: KeyedEvent, request: WebhookRequest) => EventKind | EventFields | string | undefined);

type EventKind = 'message' | 'message-status' | 'call-status' | 'conference' | 'recording' | 'event-streams';

interface FaxParams extends Params {
    FaxSid?: string | undefined;
    AccountSid?: string | undefined;
    From?: string | undefined;
    To?: string | undefined;
    FaxStatus?: 'queued' | 'processing' | 'sending' | 'delivered' | 'receiving' | 'received' | 'no-answer' | 'busy' | 'failed' | 'canceled' | (string & {}) | undefined;
    ApiVersion?: string | undefined;
    RemoteStationId?: string | undefined;
    NumPages?: string | undefined;
    MediaUrl?: string | undefined;
    OriginalMediaUrl?: string | undefined;
    ErrorCode?: string | undefined;
    ErrorMessage?: string | undefined;
}

interface GatherParams extends VoiceParams {
    Digits?: string | undefined;
    FinishedOnKey?: string | undefined;
    SpeechResult?: string | undefined;
    Confidence?: string | undefined;
    Language?: string | undefined;
    msg?: string | undefined;
}

type Guard<Yes extends Accepted = Accepted> = (request: WebhookRequest) => Yes | Rejected | Promise<Yes | Rejected>;

interface GuardOptions {
    readonly httpAuth: Guard | readonly Guard[];
}

type HeadersInput = {
    get(name: string): string | null;
} | {
    readonly [name: string]: string | readonly string[] | null | undefined;
};

interface IdempotencyOptions {
    readonly store: Store;
    readonly key: EventKey;
    readonly onStoreError: 'refuse' | 'run';
    readonly method?: 'POST' | 'GET' | undefined;
    readonly scope?: string | undefined;
    readonly wait?: number | undefined;
    readonly lease?: number | undefined;
    readonly keep?: number | undefined;
}

interface KeyedEvent extends VerifiedWebhook {
    readonly body: unknown;
    readonly signed: string;
}

interface MachineDetectionParams extends Params {
    CallSid?: string | undefined;
    AccountSid?: string | undefined;
    AnsweredBy?: 'human' | 'machine_start' | 'machine_end_beep' | 'machine_end_silence' | 'machine_end_other' | 'fax' | 'unknown' | (string & {}) | undefined;
    MachineDetectionDuration?: string | undefined;
}

interface MessageParams extends Params {
    MessageSid?: string | undefined;
    SmsSid?: string | undefined;
    SmsMessageSid?: string | undefined;
    AccountSid?: string | undefined;
    From?: string | undefined;
    To?: string | undefined;
    Body?: string | undefined;
    NumMedia?: string | undefined;
    NumSegments?: string | undefined;
    SmsStatus?: 'receiving' | 'received' | (string & {}) | undefined;
    ApiVersion?: string | undefined;
    MessageStatus?: string | undefined;
    MessagingServiceSid?: string | undefined;
    [name: `MediaUrl${number}`]: string | undefined;
    [name: `MediaContentType${number}`]: string | undefined;
    FromCity?: string | undefined;
    FromState?: string | undefined;
    FromZip?: string | undefined;
    FromCountry?: string | undefined;
    ToCity?: string | undefined;
    ToState?: string | undefined;
    ToZip?: string | undefined;
    ToCountry?: string | undefined;
    OptOutType?: 'STOP' | 'START' | 'HELP' | (string & {}) | undefined;
    AddOns?: string | undefined;
    ButtonText?: string | undefined;
    ButtonPayload?: string | undefined;
    ButtonType?: 'REPLY' | 'ACTION' | (string & {}) | undefined;
    InteractiveData?: string | undefined;
    FlowData?: string | undefined;
    ChannelMetadata?: string | undefined;
    ListId?: string | undefined;
    ListTitle?: string | undefined;
    Latitude?: string | undefined;
    Longitude?: string | undefined;
    Address?: string | undefined;
    Label?: string | undefined;
    ProfileName?: string | undefined;
    WaId?: string | undefined;
    Forwarded?: 'true' | 'false' | (string & {}) | undefined;
    FrequentlyForwarded?: 'true' | 'false' | (string & {}) | undefined;
    ReferralBody?: string | undefined;
    ReferralHeadline?: string | undefined;
    ReferralSourceId?: string | undefined;
    ReferralSourceType?: string | undefined;
    ReferralSourceUrl?: string | undefined;
    ReferralMediaId?: string | undefined;
    ReferralMediaContentType?: string | undefined;
    ReferralMediaUrl?: string | undefined;
    ReferralNumMedia?: string | undefined;
    ReferralCtwaClid?: string | undefined;
    OriginalRepliedMessageSender?: string | undefined;
    OriginalRepliedMessageSid?: string | undefined;
    MessageType?: string | undefined;
    ExternalUserId?: string | undefined;
}

interface MessageStatusParams extends Params {
    MessageSid?: string | undefined;
    MessageStatus?: 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'canceled' | 'read' | (string & {}) | undefined;
    SmsSid?: string | undefined;
    SmsStatus?: string | undefined;
    AccountSid?: string | undefined;
    From?: string | undefined;
    To?: string | undefined;
    ApiVersion?: string | undefined;
    ErrorCode?: string | undefined;
    ErrorMessage?: string | undefined;
    MessagingServiceSid?: string | undefined;
    RawDlrDoneDate?: string | undefined;
    ChannelInstallSid?: string | undefined;
    ChannelStatusMessage?: string | undefined;
    ChannelPrefix?: string | undefined;
    ChannelToAddress?: string | undefined;
    EventType?: string | undefined;
    StructuredMessage?: 'true' | 'false' | (string & {}) | undefined;
}

declare class OptionError extends TypeError {
    readonly name = "OptionError";
    readonly code = "invalid-option";
    readonly option: string;
    constructor(option: string, message: string);
    static [Symbol.hasInstance](value: unknown): boolean;
    get [optionBrand](): true;
}

interface Params {
    [name: string]: string | string[] | undefined;
}

type ParamsInput = {
    readonly [name: string]: string | readonly string[] | null | undefined;
} | Iterable<Pair>;

interface PartialGatherParams extends VoiceParams {
    UnstableSpeechResult?: string | undefined;
    StableSpeechResult?: string | undefined;
    Stability?: string | undefined;
    SequenceNumber?: string | undefined;
    SpeechActivity?: string | undefined;
}

interface PayParams extends VoiceParams {
    Result?: 'success' | 'too-many-failed-attempts' | 'payment-connector-error' | 'caller-interrupted-with-star' | 'caller-hung-up' | 'validation-error' | 'internal-error' | (string & {}) | undefined;
    ProfileId?: string | undefined;
    PaymentToken?: string | undefined;
    PaymentConfirmationCode?: string | undefined;
    PaymentMethod?: 'credit-card' | 'ach-debit' | (string & {}) | undefined;
    PaymentCardNumber?: string | undefined;
    PaymentCardType?: 'visa' | 'mastercard' | 'amex' | 'maestro' | 'discover' | 'optima' | 'jcb' | 'diners-club' | 'enroute' | (string & {}) | undefined;
    ExpirationDate?: string | undefined;
    SecurityCode?: string | undefined;
    PaymentCardPostalCode?: string | undefined;
    BankAccountNumber?: string | undefined;
    BankRoutingNumber?: string | undefined;
    BankAccountType?: string | undefined;
    PaymentError?: string | undefined;
    PayErrorCode?: string | undefined;
    ConnectorError?: string | undefined;
}

interface PayStatusParams extends Params {
    AccountSid?: string | undefined;
    CallSid?: string | undefined;
    For?: 'payment-card-number' | 'expiration-date' | 'security-code' | 'postal-code' | 'bank-routing-number' | 'bank-account-number' | 'payment-processing' | (string & {}) | undefined;
    ErrorType?: 'input-timeout' | 'invalid-card-number' | 'invalid-card-type' | 'invalid-date' | 'invalid-security-code' | 'invalid-postal-code' | 'invalid-bank-routing-number' | 'invalid-bank-account-number' | 'invalid-bank-account-type' | 'invalid-card-number-security-code-capture-sequence' | 'input-matching-failed' | 'session-in-progress' | 'internal-error' | (string & {}) | undefined;
    Attempt?: '1' | '2' | '3' | (string & {}) | undefined;
    PaymentCardNumber?: string | undefined;
    PaymentCardType?: 'visa' | 'mastercard' | 'amex' | 'maestro' | 'discover' | 'optima' | 'jcb' | 'diners-club' | 'enroute' | (string & {}) | undefined;
    ExpirationDate?: string | undefined;
    SecurityCode?: string | undefined;
    PaymentCardPostalCode?: string | undefined;
    BankAccountNumber?: string | undefined;
    BankRoutingNumber?: string | undefined;
    BankAccountType?: 'consumer-checking' | 'consumer-savings' | 'commercial-checking' | (string & {}) | undefined;
}

type Provider = 'twilio' | 'signalwire';

interface ProxyParams extends Params {
    interactionSid?: string | undefined;
    interactionSessionSid?: string | undefined;
    interactionServiceSid?: string | undefined;
    interactionAccountSid?: string | undefined;
    interactionType?: string | undefined;
    interactionData?: string | undefined;
    interactionDateCreated?: string | undefined;
    interactionDateUpdated?: string | undefined;
    inboundParticipantSid?: string | undefined;
    inboundResourceSid?: string | undefined;
    inboundResourceType?: string | undefined;
    inboundResourceStatus?: string | undefined;
    inboundResourceUrl?: string | undefined;
    outboundParticipantSid?: string | undefined;
    outboundResourceSid?: string | undefined;
    outboundResourceType?: string | undefined;
    outboundResourceStatus?: string | undefined;
    outboundResourceUrl?: string | undefined;
}

type PublicUrl = string | ((request: WebhookRequest) => string | undefined);

interface QueueParams extends VoiceParams {
    QueueSid?: string | undefined;
    QueueTime?: string | undefined;
    DequeingCallSid?: string | undefined;
}

interface RealtimeTranscriptionParams extends Params {
    AccountSid?: string | undefined;
    CallSid?: string | undefined;
    TranscriptionSid?: string | undefined;
    Timestamp?: string | undefined;
    SequenceId?: string | undefined;
    TranscriptionEvent?: 'transcription-started' | 'transcription-content' | 'transcription-stopped' | 'transcription-error' | (string & {}) | undefined;
    ProviderConfiguration?: string | undefined;
    TranscriptionEngine?: string | undefined;
    Name?: string | undefined;
    Track?: 'inbound_track' | 'outbound_track' | 'both_tracks' | (string & {}) | undefined;
    InboundTrackLabel?: string | undefined;
    OutboundTrackLabel?: string | undefined;
    PartialResults?: 'true' | 'false' | (string & {}) | undefined;
    LanguageCode?: string | undefined;
    TranscriptionData?: string | undefined;
    TranscriptionProviderData?: string | undefined;
    Stability?: string | undefined;
    Final?: 'true' | 'false' | (string & {}) | undefined;
    TranscriptionErrorCode?: string | undefined;
    TranscriptionError?: string | undefined;
}

interface Received<P extends Params = Params> extends VerifiedWebhook<P> {
    readonly body: unknown;
    readonly rawBody: Uint8Array | undefined;
    readonly headers: Record<string, string>;
}

interface RecordParams extends VoiceParams {
    RecordingUrl?: string | undefined;
    RecordingDuration?: string | undefined;
    Digits?: string | undefined;
    RecordingSid?: string | undefined;
}

interface RecordingParams extends Params {
    AccountSid?: string | undefined;
    RecordingSid?: string | undefined;
    RecordingStatus?: 'in-progress' | 'completed' | 'absent' | 'failed' | (string & {}) | undefined;
    RecordingUrl?: string | undefined;
    RecordingSource?: 'DialVerb' | 'Conference' | 'OutboundAPI' | 'Trunking' | 'RecordVerb' | 'StartCallRecordingAPI' | 'StartConferenceRecordingAPI' | (string & {}) | undefined;
    RecordingChannels?: '1' | '2' | (string & {}) | undefined;
    RecordingStartTime?: string | undefined;
    CallSid?: string | undefined;
    ConferenceSid?: string | undefined;
    RecordingDuration?: string | undefined;
    RecordingTrack?: 'inbound' | 'outbound' | 'both' | (string & {}) | undefined;
    ErrorCode?: string | undefined;
}

interface ReferParams extends VoiceParams {
    ReferCallStatus?: string | undefined;
    ReferSipResponseCode?: string | undefined;
    NotifySipResponseCode?: string | undefined;
}

interface ReferUrlParams extends VoiceParams {
    ReferTransferTarget?: string | undefined;
}

interface Rejected {
    readonly ok: false;
    readonly error: WebhookError;
}

type RequestBody = {
    readonly bytes: Uint8Array;
    readonly parsed?: never;
} | {
    readonly parsed: unknown;
    readonly bytes?: never;
};

interface Rewrite {
    readonly from: string;
    readonly to: string;
}

type SharedKey = string | {
    readonly secret: string | undefined;
    readonly algorithm?: SignatureAlgorithm | undefined;
};

type SharedKeys = Readonly<Record<string, SharedKey | undefined>>;

type SharedKeysOption = SharedKeys | ((unverifiedId: string, request: UnverifiedRequest) => SharedKey | undefined | null | Promise<SharedKey | undefined | null>);

interface SignOptions {
    readonly authToken?: string | undefined;
    readonly sharedKey?: SigningSharedKey | undefined;
    readonly url: string;
    readonly params?: ParamsInput;
    readonly body?: Uint8Array | string;
}

type SignatureAlgorithm = 'HMAC-SHA256' | 'HMAC-SHA1';

interface SignatureOptions {
    readonly authToken?: AuthToken | undefined;
    readonly sharedKeys?: SharedKeysOption | undefined;
    readonly publicUrl?: PublicUrl | undefined;
    readonly rewrite?: Rewrite | readonly Rewrite[] | undefined;
    readonly configuredUrl?: string | readonly string[] | undefined;
    readonly accountSid?: AccountSid | undefined;
    readonly header?: string | undefined;
    readonly provider?: Provider | undefined;
    readonly lookupTimeout?: number | undefined;
}

interface Signed {
    readonly signature: string;
    readonly url: string;
    readonly signatureSettings?: string;
}

interface SignedParts {
    readonly headers?: HeadersInput | null | undefined;
    readonly signature?: string | null | undefined;
    readonly signatureSettings?: string | null | undefined;
    readonly url: string;
    readonly contentType?: string | null | undefined;
    readonly body?: Uint8Array | string | null | undefined;
    readonly params?: ParamsInput | undefined;
    readonly authorization?: string | null | undefined;
}

interface SignedRequest<Body extends string | Uint8Array = string | Uint8Array> {
    readonly method: string;
    readonly url: string;
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body?: Body | string;
}

interface SignedRequestOptions<Body extends string | Uint8Array = string | Uint8Array> extends SignOptions {
    readonly body?: Body;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
}

interface SigningSharedKey {
    readonly id: string;
    readonly secret: string | undefined;
    readonly algorithm?: SignatureAlgorithm | undefined;
}

interface SiprecParams extends VoiceParams {
    SiprecSid?: string | undefined;
    SiprecName?: string | undefined;
    SiprecEvent?: 'siprec-started' | 'siprec-stopped' | 'siprec-error' | (string & {}) | undefined;
    Timestamp?: string | undefined;
    SiprecError?: string | undefined;
    SiprecErrorCode?: string | undefined;
}

interface StatusCallbackParams extends VoiceParams {
    Timestamp?: string | undefined;
    CallbackSource?: 'call-progress-events' | (string & {}) | undefined;
    SequenceNumber?: string | undefined;
    CallDuration?: string | undefined;
    Duration?: string | undefined;
    SipResponseCode?: string | undefined;
    RecordingUrl?: string | undefined;
    RecordingSid?: string | undefined;
    RecordingDuration?: string | undefined;
    StirStatus?: string | undefined;
}

interface StreamParams extends Params {
    AccountSid?: string | undefined;
    CallSid?: string | undefined;
    StreamSid?: string | undefined;
    StreamName?: string | undefined;
    StreamEvent?: 'stream-started' | 'stream-stopped' | 'stream-error' | (string & {}) | undefined;
    Timestamp?: string | undefined;
    StreamError?: string | undefined;
}

interface SyncParams extends Params {
    AccountSid?: string | undefined;
    EventType?: string | undefined;
    ServiceSid?: string | undefined;
    Identity?: string | undefined;
    EndpointId?: string | undefined;
    DocumentSid?: string | undefined;
    DocumentUniqueName?: string | undefined;
    DocumentRevision?: string | undefined;
    DocumentData?: string | undefined;
    ListSid?: string | undefined;
    ListUniqueName?: string | undefined;
    ListRevision?: string | undefined;
    EventId?: string | undefined;
    ItemData?: string | undefined;
    ItemIndex?: string | undefined;
    ItemRevision?: string | undefined;
    ItemKey?: string | undefined;
    MapSid?: string | undefined;
    MapUniqueName?: string | undefined;
    MapRevision?: string | undefined;
}

interface TaskRouterAssignmentParams extends Params {
    Timestamp?: string | undefined;
    AccountSid?: string | undefined;
    WorkspaceSid?: string | undefined;
    WorkflowSid?: string | undefined;
    TaskQueueSid?: string | undefined;
    WorkerSid?: string | undefined;
    WorkerAttributes?: string | undefined;
    TaskSid?: string | undefined;
    TaskAttributes?: string | undefined;
    TaskAge?: string | undefined;
    TaskPriority?: string | undefined;
    ReservationSid?: string | undefined;
}

interface TaskRouterParams extends Params {
    EventType?: 'activity.created' | 'activity.updated' | 'activity.deleted' | 'reservation.created' | 'reservation.accepted' | 'reservation.rejected' | 'reservation.timeout' | 'reservation.canceled' | 'reservation.rescinded' | 'reservation.completed' | 'reservation.failed' | 'reservation.wrapup' | 'task.created' | 'task.updated' | 'task.canceled' | 'task.wrapup' | 'task.completed' | 'task.deleted' | 'task.system-deleted' | 'task.transfer-initiated' | 'task.transfer-attempt-failed' | 'task.transfer-failed' | 'task.transfer-canceled' | 'task.transfer-completed' | 'task-channel.created' | 'task-channel.updated' | 'task-channel.deleted' | 'task-queue.created' | 'task-queue.deleted' | 'task-queue.entered' | 'task-queue.timeout' | 'task-queue.moved' | 'task-queue.expression.updated' | 'worker.created' | 'worker.activity.update' | 'worker.attributes.update' | 'worker.capacity.update' | 'worker.channel.availability.update' | 'worker.deleted' | 'workflow.created' | 'workflow.updated' | 'workflow.deleted' | 'workflow.target-matched' | 'workflow.entered' | 'workflow.timeout' | 'workflow.skipped' | 'workspace.created' | 'workspace.updated' | 'workspace.deleted' | (string & {}) | undefined;
    AccountSid?: string | undefined;
    WorkspaceSid?: string | undefined;
    WorkspaceName?: string | undefined;
    EventDescription?: string | undefined;
    ResourceType?: string | undefined;
    ResourceSid?: string | undefined;
    Timestamp?: string | undefined;
    TimestampMs?: string | undefined;
    Sid?: string | undefined;
    OperatingUnitSid?: string | undefined;
    ActivitySid?: string | undefined;
    ActivityName?: string | undefined;
    ActivityAvailable?: string | undefined;
    TaskSid?: string | undefined;
    TaskAttributes?: string | undefined;
    TaskAge?: string | undefined;
    TaskPriority?: string | undefined;
    TaskAssignmentStatus?: string | undefined;
    TaskCanceledReason?: string | undefined;
    TaskCompletedReason?: string | undefined;
    TaskDateCreated?: string | undefined;
    TaskQueueEnteredDate?: string | undefined;
    TaskReEvaluatedReason?: string | undefined;
    TaskChannelSid?: string | undefined;
    TaskChannelName?: string | undefined;
    TaskChannelUniqueName?: string | undefined;
    TaskChannelOptimizedRouting?: 'true' | 'false' | (string & {}) | undefined;
    TaskQueueSid?: string | undefined;
    TaskQueueName?: string | undefined;
    TaskQueueTargetExpression?: string | undefined;
    ReservationSid?: string | undefined;
    WorkflowSid?: string | undefined;
    WorkflowName?: string | undefined;
    WorkerSid?: string | undefined;
    WorkerName?: string | undefined;
    WorkerAttributes?: string | undefined;
    WorkerActivitySid?: string | undefined;
    WorkerActivityName?: string | undefined;
    WorkerVersion?: string | undefined;
    WorkerTimeInPreviousActivity?: string | undefined;
    WorkerTimeInPreviousActivityMs?: string | undefined;
    WorkerPreviousActivitySid?: string | undefined;
    WorkerPreviousActivityName?: string | undefined;
    WorkerChannelAvailable?: string | undefined;
    WorkerChannelAvailableCapacity?: string | undefined;
    WorkerChannelPreviousCapacity?: string | undefined;
    WorkerChannelTaskCount?: string | undefined;
}

interface TranscriptionParams extends VoiceParams {
    TranscriptionSid?: string | undefined;
    TranscriptionText?: string | undefined;
    TranscriptionStatus?: 'completed' | 'failed' | (string & {}) | undefined;
    TranscriptionUrl?: string | undefined;
    RecordingSid?: string | undefined;
    RecordingUrl?: string | undefined;
    TranscriptionType?: string | undefined;
    url?: string | undefined;
}

interface UnverifiedRequest {
    readonly unverifiedParams: {
        readonly [name: string]: string | string[] | undefined;
    };
    readonly unverifiedUrl: string;
    readonly header: (name: string) => string | undefined;
}

type Verdict = Verified | Rejected;

interface Verified<P extends Params = Params> extends Accepted {
    readonly params: P;
    readonly url: string;
    readonly key: VerifiedKey;
}

type VerifiedKey = {
    readonly kind: 'auth-token';
    readonly index: number;
} | {
    readonly kind: 'shared-key';
    readonly id: string;
};

interface VerifiedWebhook<P extends Params = Params> extends Verified<P> {
    readonly target: string;
    readonly ticket?: StreamTicket;
    readonly event?: WebhookEvent;
}

interface Verifier {
    verify(request: SignedParts): Verdict;
}

interface VerifierOptions {
    readonly authToken?: string | readonly string[] | undefined;
    readonly sharedKeys?: SharedKeys | undefined;
    readonly accountSid?: AccountSid | undefined;
    readonly header?: string | undefined;
    readonly provider?: Provider | undefined;
}

interface VerifyOptions extends SignedParts {
    readonly authToken?: string | readonly string[] | undefined;
    readonly sharedKeys?: SharedKeys | undefined;
    readonly accountSid?: AccountSid | undefined;
    readonly header?: string | undefined;
    readonly provider?: Provider | undefined;
}

interface VideoCompositionParams extends Params {
    AccountSid?: string | undefined;
    RoomSid?: string | undefined;
    Timestamp?: string | undefined;
    StatusCallbackEvent?: 'composition-enqueued' | 'composition-hook-failed' | 'composition-started' | 'composition-available' | 'composition-progress' | 'composition-failed' | (string & {}) | undefined;
    CompositionSid?: string | undefined;
    CompositionUri?: string | undefined;
    HookSid?: string | undefined;
    HookUri?: string | undefined;
    HookFriendlyName?: string | undefined;
    MediaUri?: string | undefined;
    MediaExternalLocation?: string | undefined;
    Duration?: string | undefined;
    Size?: string | undefined;
    PercentageDone?: string | undefined;
    SecondsRemaining?: string | undefined;
    FailedOperation?: string | undefined;
    ErrorMessage?: string | undefined;
}

interface VideoRoomParams extends Params {
    AccountSid?: string | undefined;
    RoomSid?: string | undefined;
    RoomName?: string | undefined;
    RoomType?: string | undefined;
    StatusCallbackEvent?: 'room-created' | 'room-ended' | 'participant-connected' | 'participant-disconnected' | 'track-added' | 'track-removed' | 'track-enabled' | 'track-disabled' | 'recording-started' | 'recording-completed' | 'recording-failed' | (string & {}) | undefined;
    Timestamp?: string | undefined;
    RoomStatus?: string | undefined;
    SequenceNumber?: string | undefined;
    RoomDuration?: string | undefined;
    ParticipantSid?: string | undefined;
    ParticipantIdentity?: string | undefined;
    ParticipantStatus?: 'connected' | 'disconnected' | (string & {}) | undefined;
    ParticipantDuration?: string | undefined;
    TrackSid?: string | undefined;
    TrackKind?: 'data' | 'audio' | 'video' | (string & {}) | undefined;
    TrackName?: string | undefined;
    RecordingSid?: string | undefined;
    SourceSid?: string | undefined;
    RecordingUri?: string | undefined;
    MediaUri?: string | undefined;
    MediaExternalLocation?: string | undefined;
    Duration?: string | undefined;
    Size?: string | undefined;
    Container?: 'mka' | 'mkv' | (string & {}) | undefined;
    Codec?: 'PCMU' | 'OPUS' | 'VP8' | 'H264' | (string & {}) | undefined;
    Type?: 'audio' | 'video' | (string & {}) | undefined;
    OffsetFromTwilioVideoEpoch?: string | undefined;
    FailedOperation?: 'RecordingStart' | 'RecordingComplete' | 'RecordingUpload' | (string & {}) | undefined;
}

interface VoiceParams extends Params {
    CallSid?: string | undefined;
    AccountSid?: string | undefined;
    From?: string | undefined;
    To?: string | undefined;
    CallStatus?: 'queued' | 'initiated' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled' | (string & {}) | undefined;
    ApiVersion?: string | undefined;
    Direction?: 'inbound' | 'outbound-api' | 'outbound-dial' | (string & {}) | undefined;
    Called?: string | undefined;
    Caller?: string | undefined;
    ForwardedFrom?: string | undefined;
    CallerName?: string | undefined;
    ParentCallSid?: string | undefined;
    CallToken?: string | undefined;
    StirVerstat?: 'TN-Validation-Passed-A' | 'TN-Validation-Passed-B' | 'TN-Validation-Passed-C' | 'TN-Validation-Failed-A' | 'TN-Validation-Failed-B' | 'TN-Validation-Failed-C' | 'TN-Validation-Failed' | 'No-TN-Validation' | 'TN-Validation-Passed-A-Diverted' | 'TN-Validation-Passed-B-Diverted' | 'TN-Validation-Passed-C-Diverted' | 'TN-Validation-Failed-A-Diverted' | 'TN-Validation-Failed-B-Diverted' | 'TN-Validation-Failed-C-Diverted' | 'TN-Validation-Passed-A-Passthrough' | 'TN-Validation-Passed-B-Passthrough' | 'TN-Validation-Passed-C-Passthrough' | 'TN-Validation-Failed-A-Passthrough' | 'TN-Validation-Failed-B-Passthrough' | 'TN-Validation-Failed-C-Passthrough' | (string & {}) | undefined;
    StirPassportToken?: string | undefined;
    FromCity?: string | undefined;
    FromState?: string | undefined;
    FromZip?: string | undefined;
    FromCountry?: string | undefined;
    ToCity?: string | undefined;
    ToState?: string | undefined;
    ToZip?: string | undefined;
    ToCountry?: string | undefined;
    CallerCity?: string | undefined;
    CallerState?: string | undefined;
    CallerZip?: string | undefined;
    CallerCountry?: string | undefined;
    CalledCity?: string | undefined;
    CalledState?: string | undefined;
    CalledZip?: string | undefined;
    CalledCountry?: string | undefined;
    CalledVia?: string | undefined;
    ApplicationSid?: string | undefined;
    AddOns?: string | undefined;
    AnsweredBy?: 'human' | 'machine_start' | 'machine_end_beep' | 'machine_end_silence' | 'machine_end_other' | 'fax' | 'unknown' | (string & {}) | undefined;
    MachineDetectionDuration?: string | undefined;
    SipDomain?: string | undefined;
    SipDomainSid?: string | undefined;
    SipCallId?: string | undefined;
    SipSourceIp?: string | undefined;
    SipUsername?: string | undefined;
    [name: `SipHeader_${string}`]: string | undefined;
    ErrorCode?: string | undefined;
    ErrorUrl?: string | undefined;
}

declare class WebhookError extends Error {
    readonly code: WebhookErrorCode;
    readonly status: number;
    readonly statusCode: number;
    readonly headers: Record<string, string | string[]>;
    readonly expose: boolean;
    constructor(code: WebhookErrorCode, { message, headers, cause }?: WebhookErrorDetails);
    static [Symbol.hasInstance](value: unknown): boolean;
    get name(): string;
    get [brand](): true;
}

type WebhookErrorCode = keyof typeof table;

interface WebhookErrorDetails {
    readonly message?: string;
    readonly headers?: Record<string, string | string[]>;
    readonly cause?: unknown;
}

interface WebhookEvent {
    readonly key: string;
}

interface WebhookOptions extends SignatureOptions {
    readonly httpAuth?: Guard | readonly Guard[] | undefined;
    readonly bodyLimit?: number | undefined;
    readonly tickets?: TicketVerifier | undefined;
    readonly idempotency?: IdempotencyOptions | undefined;
    readonly onAccept?: ((verdict: VerifiedWebhook, request: WebhookRequest) => void | Promise<void>) | undefined;
    readonly onReject?: ((error: WebhookError, request: WebhookRequest) => void | Promise<void>) | undefined;
}

interface WebhookRequest {
    readonly method: string;
    readonly target: string;
    readonly alternateTargets?: () => Iterable<string>;
    readonly protocol: string;
    readonly host: string | undefined;
    readonly upgrade: boolean;
    header(name: string): string | undefined;
    body(): RequestBody | Promise<RequestBody>;
}

declare function anyOf(guards: readonly Guard[]): Guard;

declare function bodyHash(body: Uint8Array | string): string;

declare function createVerifier(options?: VerifierOptions): Verifier;

declare function hintOf(error: Pick<WebhookError, 'code'>): string;

declare function isOptionError(value: unknown): value is OptionError;

declare function isWebhookError(value: unknown): value is WebhookError;

declare function reject(...details: ConstructorParameters<typeof WebhookError>): Rejected;

declare function sign(options: SignOptions): Signed;

declare function signatureGuard(options?: SignatureOptions): Guard<VerifiedWebhook>;

declare function signedRequest<Body extends string | Uint8Array = string>(options: SignedRequestOptions<Body>): SignedRequest<Body>;

declare function stringToSign(url: string, params?: ParamsInput): string;

declare function verify(options: VerifyOptions): Verdict;
