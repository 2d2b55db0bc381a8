// Made from `params/conversation.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** A webhook of Conversations. */
export interface ConversationParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Action name. */
  EventType?:
    | 'onConversationAdd'
    | 'onConversationAdded'
    | 'onConversationRemove'
    | 'onConversationRemoved'
    | 'onConversationUpdate'
    | 'onConversationUpdated'
    | 'onConversationStateUpdated'
    | 'onMessageAdd'
    | 'onMessageAdded'
    | 'onMessageRemove'
    | 'onMessageRemoved'
    | 'onMessageUpdate'
    | 'onMessageUpdated'
    | 'onParticipantAdd'
    | 'onParticipantAdded'
    | 'onParticipantRemove'
    | 'onParticipantRemoved'
    | 'onParticipantUpdate'
    | 'onParticipantUpdated'
    | 'onDeliveryUpdated'
    | 'onUserAdded'
    | 'onUserUpdate'
    | 'onUserUpdated'
    | (string & {})
    | undefined;
  /** Origin of the action. */
  Source?: 'SDK' | 'API' | (string & {}) | undefined;
  /** Acting user, for SDK actions. */
  ClientIdentity?: string | undefined;
  /** Not documented. */
  RetryCount?: string | undefined;
  /** Conversation identifier, CH prefix. */
  ConversationSid?: string | undefined;
  /** Conversation Service, IS prefix. */
  ChatServiceSid?: string | undefined;
  /** Messaging Service, MG prefix. */
  MessagingServiceSid?: string | undefined;
  /** Conversation message, IM prefix. */
  MessageSid?: string | undefined;
  /** Participant, MB prefix. */
  ParticipantSid?: string | undefined;
  /** User identifier, US prefix. */
  UserSid?: string | undefined;
  /** Message position. */
  Index?: string | undefined;
  /** Message text. */
  Body?: string | undefined;
  /** Message author. */
  Author?: string | undefined;
  /** JSON set by the customer. */
  Attributes?: string | undefined;
  /** JSON array of attachments. */
  Media?: string | undefined;
  /** First message, on onConversationAdd. */
  MessageBody?: string | undefined;
  /** ISO 8601 creation time. */
  DateCreated?: string | undefined;
  /** ISO 8601 change time. */
  DateUpdated?: string | undefined;
  /** ISO 8601 removal time. */
  DateRemoved?: string | undefined;
  /** Readable name. */
  FriendlyName?: string | undefined;
  /** Unique name. */
  UniqueName?: string | undefined;
  /** Conversation state. */
  State?: string | undefined;
  /** Previous state. */
  StateFrom?: 'active' | 'inactive' | 'closed' | (string & {}) | undefined;
  /** New state. */
  StateTo?: 'active' | 'inactive' | 'closed' | (string & {}) | undefined;
  /** ISO 8601 time of state change. */
  StateUpdated?: string | undefined;
  /** Cause of state change. */
  Reason?: 'API' | 'TIMER' | 'EVENT' | (string & {}) | undefined;
  /** Chat user identity. */
  Identity?: string | undefined;
  /** Role, RL prefix. */
  RoleSid?: string | undefined;
  /** Participant address. */
  'MessagingBinding.Address'?: string | undefined;
  /** Twilio-side address. */
  'MessagingBinding.ProxyAddress'?: string | undefined;
  /** Group MMS mask number. */
  'MessagingBinding.ProjectedAddress'?: string | undefined;
  /** Author number, group MMS creation. */
  'MessagingBinding.AuthorAddress'?: string | undefined;
  /** Participant channel, documented in capitals. */
  'MessagingBinding.Type'?: 'SMS' | 'CHAT' | 'WHATSAPP' | (string & {}) | undefined;
  /** Last read position, onParticipantUpdated. */
  LastReadMessageIndex?: string | undefined;
  /** Receipt identifier, DY prefix. */
  DeliveryReceiptSid?: string | undefined;
  /** Underlying channel message SID. */
  ChannelMessageSid?: string | undefined;
  /** Delivery state. */
  Status?: 'read' | 'failed' | 'delivered' | 'undelivered' | 'sent' | (string & {}) | undefined;
  /** Delivery error number. */
  ErrorCode?: string | undefined;
  /** Lower-case initial; onUserUpdated. */
  isOnline?: 'true' | 'false' | (string & {}) | undefined;
  /** Lower-case initial; onUserUpdated. */
  isNotifiable?: 'true' | 'false' | (string & {}) | undefined;
}
