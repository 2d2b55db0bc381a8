// Made from `params/message.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** An incoming message: SMS, MMS, RCS, WhatsApp. */
export interface MessageParams extends Params {
  /** Message identifier, SM or MM prefix. */
  MessageSid?: string | undefined;
  /** Deprecated copy of MessageSid. */
  SmsSid?: string | undefined;
  /** Deprecated copy of MessageSid. */
  SmsMessageSid?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Sender number or channel address. */
  From?: string | undefined;
  /** Recipient number or channel address. */
  To?: string | undefined;
  /** Message text, possibly blank. */
  Body?: string | undefined;
  /** Count of media items. */
  NumMedia?: string | undefined;
  /** Segment count; 1 outside SMS and MMS. */
  NumSegments?: string | undefined;
  /** Inbound state. Not documented. */
  SmsStatus?: 'receiving' | 'received' | (string & {}) | undefined;
  /** Not documented. */
  ApiVersion?: string | undefined;
  /** Not documented. */
  MessageStatus?: string | undefined;
  /** Messaging Service, MG prefix. */
  MessagingServiceSid?: string | undefined;
  /** URL of media item N, from zero. */
  [name: `MediaUrl${number}`]: string | undefined;
  /** MIME type of media item N. */
  [name: `MediaContentType${number}`]: string | undefined;
  /** Sender city; may be blank. */
  FromCity?: string | undefined;
  /** Sender state or province; may be blank. */
  FromState?: string | undefined;
  /** Sender postal code; may be blank. */
  FromZip?: string | undefined;
  /** Sender country code; may be blank. */
  FromCountry?: string | undefined;
  /** Recipient city; may be blank. */
  ToCity?: string | undefined;
  /** Recipient state or province; may be blank. */
  ToState?: string | undefined;
  /** Recipient postal code; may be blank. */
  ToZip?: string | undefined;
  /** Recipient country code; may be blank. */
  ToCountry?: string | undefined;
  /** Keyword class under Advanced Opt-Out. */
  OptOutType?: 'STOP' | 'START' | 'HELP' | (string & {}) | undefined;
  /** JSON results of installed Marketplace add-ons. */
  AddOns?: string | undefined;
  /** Label of the tapped button. */
  ButtonText?: string | undefined;
  /** Application data of the tapped button. */
  ButtonPayload?: string | undefined;
  /** Kind of tapped button. */
  ButtonType?: 'REPLY' | 'ACTION' | (string & {}) | undefined;
  /** JSON reply to a rich message. */
  InteractiveData?: string | undefined;
  /** Stringified WhatsApp Flow answer. */
  FlowData?: string | undefined;
  /** Raw channel JSON for rich channels. */
  ChannelMetadata?: string | undefined;
  /** Chosen list-picker item identifier. Not documented. */
  ListId?: string | undefined;
  /** Chosen list-picker item title. Not documented. */
  ListTitle?: string | undefined;
  /** Shared location latitude. */
  Latitude?: string | undefined;
  /** Shared location longitude. */
  Longitude?: string | undefined;
  /** Shared location address. */
  Address?: string | undefined;
  /** Shared location name. */
  Label?: string | undefined;
  /** WhatsApp profile name of sender. */
  ProfileName?: string | undefined;
  /** WhatsApp ID of sender, usually digits. */
  WaId?: string | undefined;
  /** WhatsApp forwarded flag. */
  Forwarded?: 'true' | 'false' | (string & {}) | undefined;
  /** WhatsApp often-forwarded flag. */
  FrequentlyForwarded?: 'true' | 'false' | (string & {}) | undefined;
  /** Ad body text. */
  ReferralBody?: string | undefined;
  /** Ad headline. */
  ReferralHeadline?: string | undefined;
  /** Ad identifier at Meta. */
  ReferralSourceId?: string | undefined;
  /** Ad kind, such as post or ad. */
  ReferralSourceType?: string | undefined;
  /** Ad link. */
  ReferralSourceUrl?: string | undefined;
  /** Ad media identifier at Meta. */
  ReferralMediaId?: string | undefined;
  /** Ad media MIME type. */
  ReferralMediaContentType?: string | undefined;
  /** Ad media URL. */
  ReferralMediaUrl?: string | undefined;
  /** Ad media count. Not documented. */
  ReferralNumMedia?: string | undefined;
  /** Click-to-WhatsApp click identifier. */
  ReferralCtwaClid?: string | undefined;
  /** Sender of the quoted message. */
  OriginalRepliedMessageSender?: string | undefined;
  /** SID of the quoted message. */
  OriginalRepliedMessageSid?: string | undefined;
  /** WhatsApp message kind. Not documented. */
  MessageType?: string | undefined;
  /** Channel user identifier. Not documented. */
  ExternalUserId?: string | undefined;
}

/** The status callback of an outgoing message. */
export interface MessageStatusParams extends Params {
  /** Message identifier, SM or MM prefix. */
  MessageSid?: string | undefined;
  /** New state; outbound states documented for callbacks. */
  MessageStatus?:
    | 'queued'
    | 'sending'
    | 'sent'
    | 'delivered'
    | 'undelivered'
    | 'failed'
    | 'canceled'
    | 'read'
    | (string & {})
    | undefined;
  /** Deprecated copy of MessageSid. */
  SmsSid?: string | undefined;
  /** Deprecated copy of MessageStatus. */
  SmsStatus?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Sender number or channel address. */
  From?: string | undefined;
  /** Recipient. Not documented. */
  To?: string | undefined;
  /** API version. Not documented. */
  ApiVersion?: string | undefined;
  /** Numeric code when failed or undelivered. */
  ErrorCode?: string | undefined;
  /** Error text. Not documented. */
  ErrorMessage?: string | undefined;
  /** Not documented. */
  MessagingServiceSid?: string | undefined;
  /** Carrier done date as YYMMDDhhmm. */
  RawDlrDoneDate?: string | undefined;
  /** Installed channel, XE prefix. */
  ChannelInstallSid?: string | undefined;
  /** Channel error text, on failure only. */
  ChannelStatusMessage?: string | undefined;
  /** Channel name prefix, such as whatsapp. */
  ChannelPrefix?: string | undefined;
  /** Masked channel recipient. Not documented. */
  ChannelToAddress?: string | undefined;
  /** Such as READ or DELIVERED. Not documented. */
  EventType?: string | undefined;
  /** Template flag. Not documented. */
  StructuredMessage?: 'true' | 'false' | (string & {}) | undefined;
}
