// `@sig/core/tickets`: URLs of media streams that are good for one upgrade.
export {
  createStreamTickets,
  type StreamTicketOptions,
  type StreamTickets,
} from './stream-tickets.js';
export type { JsonValue, StreamTicket, TicketVerifier } from './ticket.js';
