// Certificates of a throw-away authority, for the tests of this package.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto as never);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 3600 * 1000;

/** A certificate with its private key, as PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Wanted {
  readonly name: string;
  /** Who signs; itself if nobody else. */
  readonly by?: Identity;
  readonly authority?: boolean;
  readonly notAfter?: Date;
  /** Where the certificate of who signs is to be had: public authorities say so in every certificate. */
  readonly issuerUrl?: string;
  /** Host names and addresses. */
  readonly hosts?: readonly { type: 'dns' | 'ip'; value: string }[];
}

export async function issue({
  name,
  by,
  authority,
  notAfter,
  issuerUrl,
  hosts = [],
}: Wanted): Promise<Identity> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex'),
    subject: `CN=${name}`,
    issuer: `CN=${by?.name ?? name}`,
    notBefore: new Date(Date.now() - 30 * day),
    notAfter: notAfter ?? new Date(Date.now() + 30 * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    extensions: [
      ...(authority
        ? [
            new BasicConstraintsExtension(true, undefined, true),
            new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
          ]
        : [new SubjectAlternativeNameExtension([...hosts])]),
      ...(issuerUrl === undefined
        ? []
        : [new AuthorityInfoAccessExtension({ caIssuers: [issuerUrl] })]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { cert: certificate.toString('pem'), key, name, keys };
}
