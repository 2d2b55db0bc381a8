import { OptionError, type SigningSharedKey, sign } from '@sig/core';
import { checkOptionNames, signatureHeader } from '@sig/core/adapter';
import { formatBearer, parseBearer } from '@sig/http-auth';

/** The options of {@link createSender}. */
export interface SenderOptions {
  /** The auth token that requests are signed with. */
  readonly authToken?: string | undefined;
  /** A shared key that requests are signed with, in place of the auth token. */
  readonly sharedKey?: SigningSharedKey | undefined;
  /** The name of the signature header. Default: `X-Twilio-Signature`. */
  readonly header?: string | undefined;
  /** The time limit over a whole exchange, in milliseconds. Default: 15,000, as the real sender has it. */
  readonly timeout?: number | undefined;
  /** The largest response that is read, in bytes. Default: 1 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** How many redirects are followed. Default: 10. */
  readonly maxRedirects?: number | undefined;
  /** Whether `user:password@` of a URL is in the signed URL. Default: false. */
  readonly signUserinfo?: boolean | undefined;
  /** Whether Basic credentials are sent before any challenge. Default: false. */
  readonly preemptiveBasic?: boolean | undefined;
  /** Whether Digest challenges are answered. Default: true. */
  readonly digest?: boolean | undefined;
  /**
   * A bearer token (RFC 6750), sent with every request to a URL that has no credentials of its own, over https
   * or to this machine. Default: none.
   */
  readonly bearer?: string | undefined;
  /** Certificates (PEM) of authorities to trust in addition to the usual ones: for tests. */
  readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
  /** Default: `sig-sender`. */
  readonly userAgent?: string | undefined;
}

/** Options of {@link createSender}, checked, with their defaults. */
export interface CheckedSenderOptions {
  readonly authToken?: string;
  readonly sharedKey?: SigningSharedKey;
  readonly header: string;
  readonly timeout: number;
  readonly maxResponseBytes: number;
  readonly maxRedirects: number;
  readonly signUserinfo: boolean;
  readonly preemptiveBasic: boolean;
  readonly digest: boolean;
  readonly bearer: string | undefined;
  readonly ca: readonly (string | Buffer)[];
  readonly userAgent: string;
}

const defaults: CheckedSenderOptions = {
  header: signatureHeader,
  timeout: 15_000,
  maxResponseBytes: 1024 * 1024,
  maxRedirects: 10,
  signUserinfo: false,
  preemptiveBasic: false,
  digest: true,
  bearer: undefined,
  ca: [],
  userAgent: 'sig-sender',
};

/** @throws OptionError that names the option */
export function checkSenderOptions(options: SenderOptions): CheckedSenderOptions {
  checkOptionNames(options, ['authToken', 'sharedKey', ...Object.keys(defaults)]);
  const { ca = [], ...rest } = options;
  // Those that are present have a value, see above.
  const given = rest as Partial<Omit<CheckedSenderOptions, 'ca'>>;
  const checked = { ...defaults, ...given, ca: Array.isArray(ca) ? ca : [ca] };
  // Throws if the key is not one to sign with, or if there are two.
  const { authToken, sharedKey } = checked;
  sign({ authToken, sharedKey, url: 'https://example.com' });
  for (const [name, least, most] of ranges) {
    const value = checked[name];
    if (Number.isSafeInteger(value) && value >= least && value <= most) continue;
    throw new OptionError(name, `"${name}" must be a whole number from ${least} to ${most}.`);
  }
  for (const name of ['signUserinfo', 'preemptiveBasic', 'digest'] as const) {
    if (typeof checked[name] === 'boolean') continue;
    throw new OptionError(name, `"${name}" must be true or false.`);
  }
  if (typeof checked.header !== 'string' || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(checked.header)) {
    throw new OptionError('header', '"header" must be the name of a header.');
  }
  if (typeof checked.userAgent !== 'string' || !/^[\x20-\x7e]+$/.test(checked.userAgent)) {
    throw new OptionError('userAgent', '"userAgent" must be printable ASCII, and not empty.');
  }
  const { bearer } = checked;
  if (bearer !== undefined && parseBearer(formatBearer(bearer)) !== bearer) {
    throw new OptionError(
      'bearer',
      '"bearer" must be a token (RFC 6750, section 2.1): letters, digits and -._~+/ with "=" at its end only. Is there a line break?',
    );
  }
  if (!checked.ca.every((one) => typeof one === 'string' || one instanceof Uint8Array)) {
    throw new OptionError('ca', '"ca" must be a PEM certificate (string or Buffer), or a list.');
  }
  return checked;
}

/**
 * The options of a sender that delivers as Event Streams does: Basic with the first request, no Digest, and
 * 5 seconds.
 *
 * @example
 * const call = createSender({ authToken, ...eventStreams }).call()
 */
export const eventStreams = {
  preemptiveBasic: true,
  digest: false,
  timeout: 5_000,
} as const satisfies Partial<SenderOptions>;

/** What numbers may be. Timers end at 2^31 - 1 ms: a longer one would fire at once. */
const ranges = [
  ['timeout', 1, 2 ** 31 - 1],
  ['maxResponseBytes', 1, Number.MAX_SAFE_INTEGER],
  ['maxRedirects', 0, Number.MAX_SAFE_INTEGER],
] as const;
