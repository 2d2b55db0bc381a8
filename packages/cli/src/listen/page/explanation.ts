import { urlAsSeen } from '@sig/capture';
import { isForm, signatureHeader } from '@sig/core/adapter';
import { blank, type Explained, explainState, type State, type Unexplained } from '@sig/playground';
import { paramsOf } from '../../capture/recognize-request.js';
import { fieldOf, type RequestRecord, textOfBytes } from '../../capture/record.js';
import { verifiedUrl } from '../explain-record.js';
import type { ListenSettings } from '../settings.js';

type Known = Pick<ListenSettings, 'publicUrl' | 'keys'>;

/**
 * Why a request was refused, as the playground shows it: here, or by the app although it is genuine. It holds no key.
 */
export function explanationOf(
  record: RequestRecord,
  known: Known,
): Explained | Unexplained | undefined {
  const { verdict, body } = record;
  const { keys } = known;
  if (keys === undefined || body.bytes.length < body.length) return undefined;
  const isRefused = verdict.state === 'refused' && verdict.explanation !== undefined;
  const isAdvised = verdict.state === 'genuine' && record.advice !== undefined;
  if (!isRefused && !isAdvised) return undefined;
  const url = isRefused ? verifiedUrl(record, known) : urlAsSeen({ ...record, body: '' }, false);
  const configured = verdict.state === 'genuine' ? verdict.url : '';
  const explained = explainState({ ...stateOf(record, keys), url, configured });
  if (!explained.isFound) return explained;
  const lines = explained.lines.map(({ signed, seen }) => ({
    signed: signed.map(withoutPassword),
    seen: seen.map(withoutPassword),
  }));
  // What it would take to check it on the page has the key in it.
  return { ...explained, lines, applied: undefined };
}

type Piece = Explained['lines'][number]['signed'][number];

/** The name and the password in a URL are a piece of their own, up to the "@". */
function withoutPassword(piece: Piece): Piece {
  return /^[^/?#=&]+@$/.test(piece.text) ? { ...piece, text: '•••@' } : piece;
}

function stateOf(record: RequestRecord, keys: NonNullable<Known['keys']>): State {
  const { method, upgrade, headers, body } = record;
  const isOfForm = isForm(fieldOf(headers, 'content-type'));
  const params = isOfForm ? paramsOf(record).map(([name, value]) => ({ name, value })) : [];
  const raw = textOfBytes(body.bytes) ?? '';
  const [keyId = '', secret = ''] =
    'authToken' in keys ? ['', keys.authToken[0]] : (Object.entries(keys.sharedKeys)[0] ?? []);
  return {
    ...blank,
    method: upgrade ? 'WS' : method === 'GET' || body.length === 0 ? 'GET' : 'POST',
    kind: isOfForm ? 'form' : 'raw',
    params,
    raw,
    pasted: { bytes: body.bytes, params, raw },
    headers,
    key: 'authToken' in keys ? 'token' : 'shared',
    keyId,
    secret,
    received: fieldOf(headers, signatureHeader.toLowerCase()) ?? '',
  };
}
