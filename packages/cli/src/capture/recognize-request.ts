import { isForm } from '@sig/core/adapter';
import { type Recognized, recognize } from '../events/recognize.js';
import { fieldOf, type RequestRecord, textOfBytes } from './record.js';

type Recorded = Pick<RequestRecord, 'method' | 'target' | 'upgrade' | 'headers' | 'body'>;

/** What a captured request is, by its looks. */
export function recognizeRequest(record: Recorded): Recognized {
  const isOfForm = isForm(fieldOf(record.headers, 'content-type'));
  return recognize({
    upgrade: record.upgrade,
    params: new Map(paramsOf(record)),
    text: isOfForm ? undefined : textOfBytes(record.body.bytes),
  });
}

/** The parameters of a request: of its form, or of its query if there is none. */
export function paramsOf({
  target,
  headers,
  body,
}: Pick<Recorded, 'target' | 'headers' | 'body'>): [name: string, value: string][] {
  const isOfForm = isForm(fieldOf(headers, 'content-type'));
  const form = isOfForm ? (textOfBytes(body.bytes) ?? '') : '';
  const query = /\?([^#]*)/.exec(target)?.[1] ?? '';
  return [...new URLSearchParams(form === '' ? query : form)];
}
