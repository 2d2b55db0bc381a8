import { isForm } from '@sig/core/adapter';
import { withoutSecrets } from '../../capture/har.js';
import { paramsOf } from '../../capture/recognize-request.js';
import {
  fieldOf,
  type KeptBody,
  type RequestRecord,
  textOfBytes,
  withoutUserinfo,
} from '../../capture/record.js';
import { isXml } from '../../capture/warnings.js';
import { paramNote } from '../../events/param-notes.js';
import type { Detail, ShownBody, Summary } from '../../page/protocol.js';
import { parseTwiml } from '../../twiml/parse-twiml.js';
import { printTwiml } from '../../twiml/print-twiml.js';
import { verifiedUrl } from '../explain-record.js';
import type { ListenSettings } from '../settings.js';
import { explanationOf } from './explanation.js';
import { fixLines } from './fix-lines.js';

/** A request as a row of the list. */
export function summaryOf(record: RequestRecord): Summary {
  const { id, time, via, method, target, event, verdict, answer, failure, warnings } = record;
  return {
    id,
    time,
    via,
    method,
    target: target.slice(0, 300),
    event: event.label,
    verdict: verdict.state,
    title:
      verdict.state === 'refused' ? (verdict.explanation?.title ?? verdict.message) : undefined,
    status: answer?.status,
    milliseconds: answer?.milliseconds,
    failure,
    warnings: warnings.length,
    attempt: record.attempt,
    retryOf: record.retryOf,
  };
}

/** A request with all that there is to know of it; without what logs in, and without keys. */
export function detailOf(
  record: RequestRecord,
  settings: Pick<ListenSettings, 'publicUrl' | 'keys'>,
): Detail {
  const { headers, body, answer, verdict, warnings, event, advice } = record;
  const isOfForm = isForm(fieldOf(headers, 'content-type')) && body.length > 0;
  const params = paramsOf(record);
  const { options } = (verdict.state === 'refused' ? verdict.explanation : advice) ?? {};
  return {
    summary: summaryOf(record),
    headers: withoutSecrets(headers),
    params: params.map(([name, value]) => ({ name, value, note: paramNote(name, event.kind) })),
    paramsIn: isOfForm ? 'form' : 'query',
    body: shown(body),
    url: verdict.state === 'genuine' ? verdict.url : withoutUserinfo(verifiedUrl(record, settings)),
    signedParams: isOfForm ? inOrder(params) : [],
    code: verdict.state === 'refused' ? verdict.code : undefined,
    message:
      verdict.state === 'refused'
        ? verdict.message
        : verdict.state === 'not-verified'
          ? verdict.reason
          : undefined,
    key: verdict.state === 'genuine' ? verdict.key : undefined,
    explanation: explanationOf(record, settings),
    fixes: options === undefined ? undefined : fixLines(options),
    answer:
      answer === undefined
        ? undefined
        : {
            status: answer.status,
            headers: withoutSecrets(answer.headers),
            milliseconds: answer.milliseconds,
            body: shown(answer.body),
            twiml: twimlOf(answer),
          },
    warnings,
    redacted: record.redacted === true,
    stuck:
      body.length > body.bytes.length
        ? 'Only the first 64 KB of its body were kept.'
        : record.redacted === true
          ? 'Values were taken out of it.'
          : undefined,
  };
}

function shown({ bytes, length }: KeptBody): ShownBody {
  const text = textOfBytes(bytes);
  return {
    text,
    base64: text === undefined ? Buffer.from(bytes).toString('base64') : undefined,
    kept: bytes.length,
    length,
  };
}

function twimlOf({ headers, body }: NonNullable<RequestRecord['answer']>) {
  const text = textOfBytes(body.bytes);
  if (text === undefined || text === '' || !isXml(fieldOf(headers, 'content-type')))
    return undefined;
  return printTwiml(parseTwiml(text));
}

/** The parameters as the string to sign has them: sorted by name, then value, each pair once. */
function inOrder(params: readonly (readonly [name: string, value: string])[]) {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...params]
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .filter(([name, value], i, all) => name !== all[i - 1]?.[0] || value !== all[i - 1]?.[1]);
}
