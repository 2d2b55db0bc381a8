import { rootCertificates } from 'node:tls';

/** The part of the options of a TLS connection that decides whom it trusts. */
export interface TrustOptions {
  readonly rejectUnauthorized: true;
  readonly ca?: (string | Buffer)[];
}

/**
 * TLS options that trust the usual authorities and the given ones. Certificates are verified even under
 * `NODE_TLS_REJECT_UNAUTHORIZED=0`: requests carry credentials. Without authorities of our own, Node's
 * default applies, which respects `NODE_EXTRA_CA_CERTS`.
 *
 * @param ca certificates (PEM) of authorities to trust in addition to the usual ones. Default: none
 * @example
 * trusting().rejectUnauthorized // true
 */
export function trusting(ca: string | Buffer | readonly (string | Buffer)[] = []): TrustOptions {
  const added = [ca].flat();
  return {
    rejectUnauthorized: true,
    ...(added.length > 0 && { ca: [...rootCertificates, ...added] }),
  };
}
