// Made from `params/pay.json` by `params/generate.ts`.
import type { Params } from '../scheme/params.js';
import type { VoiceParams } from './voice.js';

/** The `action` of `<Pay>`. */
export interface PayParams extends VoiceParams {
  /** Outcome of the payment session. */
  Result?:
    | 'success'
    | 'too-many-failed-attempts'
    | 'payment-connector-error'
    | 'caller-interrupted-with-star'
    | 'caller-hung-up'
    | 'validation-error'
    | 'internal-error'
    | (string & {})
    | undefined;
  /** Processor customer object. */
  ProfileId?: string | undefined;
  /** Processor token. */
  PaymentToken?: string | undefined;
  /** Processor confirmation of a charge. */
  PaymentConfirmationCode?: string | undefined;
  /** Method requested. */
  PaymentMethod?: 'credit-card' | 'ach-debit' | (string & {}) | undefined;
  /** Masked card number. */
  PaymentCardNumber?: string | undefined;
  /** Card brand. */
  PaymentCardType?:
    | 'visa'
    | 'mastercard'
    | 'amex'
    | 'maestro'
    | 'discover'
    | 'optima'
    | 'jcb'
    | 'diners-club'
    | 'enroute'
    | (string & {})
    | undefined;
  /** Card expiry as MMYY. */
  ExpirationDate?: string | undefined;
  /** Redacted code. */
  SecurityCode?: string | undefined;
  /** Billing postal code. */
  PaymentCardPostalCode?: string | undefined;
  /** Masked account number. */
  BankAccountNumber?: string | undefined;
  /** Full routing number. */
  BankRoutingNumber?: string | undefined;
  /** Account kind; open list. */
  BankAccountType?: string | undefined;
  /** Error detail text. */
  PaymentError?: string | undefined;
  /** Twilio error number. */
  PayErrorCode?: string | undefined;
  /** Raw processor error. */
  ConnectorError?: string | undefined;
}

/** The `statusCallback` of `<Pay>`. */
export interface PayStatusParams extends Params {
  /** Owning account, AC prefix. */
  AccountSid?: string | undefined;
  /** Parent call. */
  CallSid?: string | undefined;
  /** Stage of the session. */
  For?:
    | 'payment-card-number'
    | 'expiration-date'
    | 'security-code'
    | 'postal-code'
    | 'bank-routing-number'
    | 'bank-account-number'
    | 'payment-processing'
    | (string & {})
    | undefined;
  /** Error at this stage. */
  ErrorType?:
    | 'input-timeout'
    | 'invalid-card-number'
    | 'invalid-card-type'
    | 'invalid-date'
    | 'invalid-security-code'
    | 'invalid-postal-code'
    | 'invalid-bank-routing-number'
    | 'invalid-bank-account-number'
    | 'invalid-bank-account-type'
    | 'invalid-card-number-security-code-capture-sequence'
    | 'input-matching-failed'
    | 'session-in-progress'
    | 'internal-error'
    | (string & {})
    | undefined;
  /** Attempt count. */
  Attempt?: '1' | '2' | '3' | (string & {}) | undefined;
  /** Masked card number. */
  PaymentCardNumber?: string | undefined;
  /** Card brand. */
  PaymentCardType?:
    | 'visa'
    | 'mastercard'
    | 'amex'
    | 'maestro'
    | 'discover'
    | 'optima'
    | 'jcb'
    | 'diners-club'
    | 'enroute'
    | (string & {})
    | undefined;
  /** Card expiry as MMYY. */
  ExpirationDate?: string | undefined;
  /** Redacted code. */
  SecurityCode?: string | undefined;
  /** Billing postal code. */
  PaymentCardPostalCode?: string | undefined;
  /** Masked account number. */
  BankAccountNumber?: string | undefined;
  /** Full routing number. */
  BankRoutingNumber?: string | undefined;
  /** Account kind. */
  BankAccountType?:
    | 'consumer-checking'
    | 'consumer-savings'
    | 'commercial-checking'
    | (string & {})
    | undefined;
}
