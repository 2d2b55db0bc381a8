/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** What was sealed in a ticket. */
export interface StreamTicket {
  /** The call that the ticket was made for: compare it with the `callSid` of the stream's `start` message. */
  readonly callSid: string;
  /** What else was sealed; `undefined` if nothing was. */
  readonly data: JsonValue | undefined;
}

/** What verifies the ticket of an upgrade whose signature has been verified. */
export interface TicketVerifier {
  /**
   * Consumes the ticket in a URL.
   *
   * @param url the URL that was signed
   * @throws WebhookError `ticket-missing`, `ticket-invalid`, `ticket-expired`, `ticket-used` (403), `store-unavailable`
   * (503)
   */
  verify(url: string): Promise<StreamTicket>;
}
