import { urlAsSeen } from '@sig/capture';
import { signatureHeader } from '@sig/core/adapter';
import { type Explanation, explain } from '@sig/core/explain';
import { fieldOf, type RequestRecord } from '../capture/record.js';
import type { ListenSettings } from './settings.js';

type Known = Pick<ListenSettings, 'publicUrl' | 'keys'>;

/** The URL that a request is verified with here. The tunnel in front is believed, because it runs on this machine. */
export function verifiedUrl(
  record: RequestRecord,
  { publicUrl }: Pick<Known, 'publicUrl'>,
): string {
  const url =
    publicUrl === undefined
      ? urlAsSeen({ ...record, body: '' }, true)
      : publicUrl.replace(/\/$/, '') + record.target;
  return record.upgrade ? url.replace(/^http/i, 'ws') : url;
}

/** Why a request was refused here; `undefined` if its body was not kept in full, or there is no key. */
export function explainRefused(record: RequestRecord, known: Known): Explanation | undefined {
  return explained(record, known, verifiedUrl(record, known), []);
}

/**
 * Why an app may refuse a request that is genuine: what it sees by itself, without a `publicUrl` and without trust in the
 * tunnel, against what was signed.
 */
export function explainApp(record: RequestRecord, known: Known): Explanation | undefined {
  const { verdict } = record;
  if (verdict.state !== 'genuine') return undefined;
  const seen = urlAsSeen({ ...record, body: '' }, false);
  const url = record.upgrade ? seen.replace(/^http/i, 'ws') : seen;
  const isSame = url === verdict.url;
  // The URL of the verdict has no password, so that with one in the request the two may differ all the same.
  if (isSame && fieldOf(record.headers, 'authorization') === undefined) return undefined;
  const advice = explained(record, known, url, [verdict.url]);
  return isSame && advice?.cause === undefined ? undefined : advice;
}

function explained(
  record: RequestRecord,
  { keys, publicUrl }: Known,
  url: string,
  configuredUrl: string[],
): Explanation | undefined {
  const { headers, body, target } = record;
  if (keys === undefined || body.length > body.bytes.length) return undefined;
  return explain({
    ...keys,
    signature: fieldOf(headers, signatureHeader.toLowerCase()),
    url,
    configuredUrl,
    targets: [target],
    header: (name) => fieldOf(headers, name),
    contentType: fieldOf(headers, 'content-type'),
    body: body.bytes,
    evidence: { hasPublicUrl: publicUrl !== undefined },
  });
}
