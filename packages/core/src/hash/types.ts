/** The hashes that this field's schemes use. MD5 and SHA-1 only ever where a scheme prescribes them. */
export type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512-256';

/** Bytes, or text that stands for its UTF-8 bytes. */
export type Bytes = Uint8Array | string;

/** How a digest is written. */
export type Encoding = 'base64' | 'hex';
