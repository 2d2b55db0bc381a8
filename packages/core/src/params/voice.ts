// Made from `params/voice.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';

/** An incoming call, or one that was started through the API, that asks for instructions. */
export interface VoiceParams extends Params {
  /** Identifier of the call, CA prefix. */
  CallSid?: string | undefined;
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Caller: E.164, client:, sip: or descriptive text. */
  From?: string | undefined;
  /** Called party: E.164, client: or sip:; may be blank. */
  To?: string | undefined;
  /** Current state of the call. */
  CallStatus?:
    | 'queued'
    | 'initiated'
    | 'ringing'
    | 'in-progress'
    | 'completed'
    | 'busy'
    | 'failed'
    | 'no-answer'
    | 'canceled'
    | (string & {})
    | undefined;
  /** API version, 2010-04-01 in practice. */
  ApiVersion?: string | undefined;
  /** How the call was started. */
  Direction?: 'inbound' | 'outbound-api' | 'outbound-dial' | (string & {}) | undefined;
  /** Older alias of To. Not documented. */
  Called?: string | undefined;
  /** Older alias of From. Not documented. */
  Caller?: string | undefined;
  /** Forwarding number, only if the carrier supplies it. */
  ForwardedFrom?: string | undefined;
  /** CNAM result when caller ID lookup is on. */
  CallerName?: string | undefined;
  /** Parent leg; absent on the first leg. */
  ParentCallSid?: string | undefined;
  /** Forwarding token; POST only; value is itself percent-encoded. */
  CallToken?: string | undefined;
  /** SHAKEN/STIR verdict on inbound calls. */
  StirVerstat?:
    | 'TN-Validation-Passed-A'
    | 'TN-Validation-Passed-B'
    | 'TN-Validation-Passed-C'
    | 'TN-Validation-Failed-A'
    | 'TN-Validation-Failed-B'
    | 'TN-Validation-Failed-C'
    | 'TN-Validation-Failed'
    | 'No-TN-Validation'
    | 'TN-Validation-Passed-A-Diverted'
    | 'TN-Validation-Passed-B-Diverted'
    | 'TN-Validation-Passed-C-Diverted'
    | 'TN-Validation-Failed-A-Diverted'
    | 'TN-Validation-Failed-B-Diverted'
    | 'TN-Validation-Failed-C-Diverted'
    | 'TN-Validation-Passed-A-Passthrough'
    | 'TN-Validation-Passed-B-Passthrough'
    | 'TN-Validation-Passed-C-Passthrough'
    | 'TN-Validation-Failed-A-Passthrough'
    | 'TN-Validation-Failed-B-Passthrough'
    | 'TN-Validation-Failed-C-Passthrough'
    | (string & {})
    | undefined;
  /** SHAKEN PASSporT as JWT. */
  StirPassportToken?: string | undefined;
  /** Caller city; may be blank. */
  FromCity?: string | undefined;
  /** Caller state or province; may be blank. */
  FromState?: string | undefined;
  /** Caller postal code; may be blank. */
  FromZip?: string | undefined;
  /** Caller country code; may be blank. */
  FromCountry?: string | undefined;
  /** Called party city; may be blank. */
  ToCity?: string | undefined;
  /** Called party state or province; may be blank. */
  ToState?: string | undefined;
  /** Called party postal code; may be blank. */
  ToZip?: string | undefined;
  /** Called party country code; may be blank. */
  ToCountry?: string | undefined;
  /** Caller city; may be blank. */
  CallerCity?: string | undefined;
  /** Caller state or province; may be blank. */
  CallerState?: string | undefined;
  /** Caller postal code; may be blank. */
  CallerZip?: string | undefined;
  /** Caller country code; may be blank. */
  CallerCountry?: string | undefined;
  /** Called party city; may be blank. */
  CalledCity?: string | undefined;
  /** Called party state or province; may be blank. */
  CalledState?: string | undefined;
  /** Called party postal code; may be blank. */
  CalledZip?: string | undefined;
  /** Called party country code; may be blank. */
  CalledCountry?: string | undefined;
  /** Not documented. */
  CalledVia?: string | undefined;
  /** TwiML App used, for Voice SDK calls. */
  ApplicationSid?: string | undefined;
  /** JSON results of installed Marketplace add-ons. */
  AddOns?: string | undefined;
  /** Synchronous machine detection result. */
  AnsweredBy?:
    | 'human'
    | 'machine_start'
    | 'machine_end_beep'
    | 'machine_end_silence'
    | 'machine_end_other'
    | 'fax'
    | 'unknown'
    | (string & {})
    | undefined;
  /** Detection time in milliseconds, synchronous mode. Not documented. */
  MachineDetectionDuration?: string | undefined;
  /** SIP domain that received the INVITE. */
  SipDomain?: string | undefined;
  /** SID of that SIP domain, SD prefix. */
  SipDomainSid?: string | undefined;
  /** Call-ID header of the INVITE. */
  SipCallId?: string | undefined;
  /** Source address of SIP signalling. */
  SipSourceIp?: string | undefined;
  /** Username used with credential-list authentication. */
  SipUsername?: string | undefined;
  /** Custom X- header, or User-to-User, from INVITE. */
  [name: `SipHeader_${string}`]: string | undefined;
  /** Sent to fallback URL after a failure. Not documented. */
  ErrorCode?: string | undefined;
  /** Failing URL, sent to fallback URL. Not documented. */
  ErrorUrl?: string | undefined;
}
