import { X509Certificate } from 'node:crypto';
import { UsageError } from '../errors.js';
import { readBytes } from './text.js';

/**
 * The authorities of `--ca`.
 *
 * @throws UsageError if the file cannot be read, or has no certificate to trust
 */
export function readAuthorities(file: string): Buffer {
  const bytes = readBytes(file);
  const text = bytes.toString('latin1');
  const found = text.match(pattern) ?? [];
  if (found.length > 0 && found.every(isCertificate)) return bytes;
  throw new UsageError(
    `The file of --ca must have certificates in PEM form (-----BEGIN CERTIFICATE-----); ${JSON.stringify(file)} has ${found.length === 0 ? 'none' : 'one that is damaged'}.`,
  );
}

const pattern =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem) !== undefined;
  } catch {
    return false;
  }
}
