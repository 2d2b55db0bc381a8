// Made from `params/services.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** A webhook of Sync. */
export interface SyncParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Event name. */
  EventType?: string | undefined;
  /** Sync service, IS prefix. */
  ServiceSid?: string | undefined;
  /** Acting user; system for REST changes. */
  Identity?: string | undefined;
  /** Client endpoint; absent for REST changes. */
  EndpointId?: string | undefined;
  /** Document, ET prefix. */
  DocumentSid?: string | undefined;
  /** Document name. */
  DocumentUniqueName?: string | undefined;
  /** Document revision. */
  DocumentRevision?: string | undefined;
  /** Document JSON; not on removal. */
  DocumentData?: string | undefined;
  /** List, ES prefix. */
  ListSid?: string | undefined;
  /** List name. */
  ListUniqueName?: string | undefined;
  /** List revision. */
  ListRevision?: string | undefined;
  /** Order of list item events. */
  EventId?: string | undefined;
  /** Item JSON. */
  ItemData?: string | undefined;
  /** Item position. Not documented. */
  ItemIndex?: string | undefined;
  /** Item revision. Not documented. */
  ItemRevision?: string | undefined;
  /** Map key. Not documented. */
  ItemKey?: string | undefined;
  /** Map. Not documented. */
  MapSid?: string | undefined;
  /** Map name. Not documented. */
  MapUniqueName?: string | undefined;
  /** Map revision. Not documented. */
  MapRevision?: string | undefined;
}

/** A callback of Proxy. */
export interface ProxyParams extends Params {
  /** Lower camel case; interaction detail. */
  interactionSid?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionSessionSid?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionServiceSid?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionAccountSid?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionType?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionData?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionDateCreated?: string | undefined;
  /** Lower camel case; interaction detail. */
  interactionDateUpdated?: string | undefined;
  /** Lower camel case; interaction detail. */
  inboundParticipantSid?: string | undefined;
  /** Lower camel case; interaction detail. */
  inboundResourceSid?: string | undefined;
  /** Lower camel case; interaction detail. */
  inboundResourceType?: string | undefined;
  /** Lower camel case; interaction detail. */
  inboundResourceStatus?: string | undefined;
  /** Lower camel case; interaction detail. */
  inboundResourceUrl?: string | undefined;
  /** Lower camel case; outbound leg detail. */
  outboundParticipantSid?: string | undefined;
  /** Lower camel case; outbound leg detail. */
  outboundResourceSid?: string | undefined;
  /** Lower camel case; outbound leg detail. */
  outboundResourceType?: string | undefined;
  /** Lower camel case; outbound leg detail. */
  outboundResourceStatus?: string | undefined;
  /** Lower camel case; outbound leg detail. */
  outboundResourceUrl?: string | undefined;
}

/** A callback of Fax, which was retired in 2021; compatible services still send it. */
export interface FaxParams extends Params {
  /** Fax, FX prefix; product retired 2021. */
  FaxSid?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Sending number. */
  From?: string | undefined;
  /** Receiving number. */
  To?: string | undefined;
  /** Fax state. */
  FaxStatus?:
    | 'queued'
    | 'processing'
    | 'sending'
    | 'delivered'
    | 'receiving'
    | 'received'
    | 'no-answer'
    | 'busy'
    | 'failed'
    | 'canceled'
    | (string & {})
    | undefined;
  /** Always v1. */
  ApiVersion?: string | undefined;
  /** TSID reported by sender. */
  RemoteStationId?: string | undefined;
  /** Pages received. */
  NumPages?: string | undefined;
  /** Fax media link. */
  MediaUrl?: string | undefined;
  /** Not documented. */
  OriginalMediaUrl?: string | undefined;
  /** Not documented. */
  ErrorCode?: string | undefined;
  /** Not documented. */
  ErrorMessage?: string | undefined;
}

/** The webhook for debugging events. */
export interface DebuggerParams extends Params {
  /** Event identifier, NO prefix. */
  Sid?: string | undefined;
  /** Account with the error. */
  AccountSid?: string | undefined;
  /** Parent account; blank unless subaccount. */
  ParentAccountSid?: string | undefined;
  /** Event time, ISO 8601. */
  Timestamp?: string | undefined;
  /** Severity, upper case in documented example. */
  Level?: 'ERROR' | 'WARNING' | (string & {}) | undefined;
  /** MIME type of Payload. */
  PayloadType?: 'application/json' | (string & {}) | undefined;
  /** JSON error detail. */
  Payload?: string | undefined;
}
