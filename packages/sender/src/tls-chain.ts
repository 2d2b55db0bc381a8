import type { TLSSocket } from 'node:tls';
import type { SentChain } from './errors.js';

/** The certificates that the server of a connection sent, trusted or not; `undefined` for none. */
export function sentChain(socket: TLSSocket): SentChain | undefined {
  let last = socket.getPeerCertificate(true);
  if (last?.raw === undefined) return undefined;
  let length = 1;
  // A certificate that is signed by itself is its own issuer.
  for (let next = last.issuerCertificate; next?.raw !== undefined && next !== last; length++) {
    last = next;
    next = last.issuerCertificate;
  }
  const { CN, O }: { CN?: unknown; O?: unknown } = last.issuer ?? {};
  return {
    length,
    issuer: [CN, O].find((name) => typeof name === 'string'),
    namesIssuer: last.infoAccess?.['CA Issuers - URI'] !== undefined,
  };
}
