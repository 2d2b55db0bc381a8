import { cutSentUrl } from '@sig/capture';
import { UsageError } from '../errors.js';
import { recognizeRequest } from './recognize-request.js';
import {
  type Fields,
  fieldOf,
  type KeptBody,
  keptBody,
  type RecordAnswer,
  type RecordVerdict,
  type RequestRecord,
  seenUrl,
  textOfBytes,
  withoutUserinfo,
} from './record.js';

/** Values that log in: they are in no file. */
const secrets = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

/** What stands in their place. */
export const removed = '[removed]';

/** Header fields without what logs in, which may be in a URL too. */
export function withoutSecrets(fields: Fields): Fields {
  return fields.map(([name, value]) => {
    if (!secrets.includes(name.toLowerCase())) {
      return [name, value.replace(/((?:^|:)\/\/)[^\s/?#]*@/g, '$1')] as const;
    }
    const [, scheme = ''] = /^([a-z]+ )\S/i.exec(value) ?? [];
    return [name, /authorization$/i.test(name) ? scheme + removed : removed] as const;
  });
}

/**
 * A request as the entry of a HAR file (HTTP Archive 1.2), to the byte; bodies that are not UTF-8 as Base64. What HAR has no
 * place for is in `_sig`. Credentials and cookies are left out.
 */
export function harEntry(record: RequestRecord): object {
  const { method, headers, body, answer, time, event, verdict, via, warnings, failure } = record;
  const url = withoutUserinfo(seenUrl(record));
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return {
    startedDateTime: new Date(time).toISOString(),
    time: answer?.milliseconds ?? 0,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: namesAndValues(withoutSecrets(headers)),
      queryString: namesAndValues([...new URLSearchParams(query)]),
      ...(body.length === 0 ? {} : { postData: postData(body, fieldOf(headers, 'content-type')) }),
      headersSize: -1,
      bodySize: body.length,
    },
    response: responseOf(answer),
    cache: {},
    timings: { send: 0, wait: answer?.milliseconds ?? 0, receive: 0 },
    _sig: {
      schema: 1,
      event: event.kind,
      via,
      verdict,
      warnings,
      ...(failure === undefined ? {} : { failure }),
      ...(record.redacted === true ? { redacted: true } : {}),
    },
  };
}

function namesAndValues(fields: Fields): object[] {
  return fields.map(([name, value]) => ({ name, value }));
}

function postData({ bytes, length }: KeptBody, type = ''): object {
  const text = textOfBytes(bytes);
  return {
    mimeType: type,
    ...(text === undefined
      ? { text: Buffer.from(bytes).toString('base64'), _encoding: 'base64' }
      : { text }),
    ...(length === bytes.length ? {} : { comment: `The first ${bytes.length} bytes.` }),
  };
}

function responseOf(answer: RecordAnswer | undefined): object {
  const { headers = [], status = 0, body = { bytes: new Uint8Array(0), length: 0 } } = answer ?? {};
  const text = textOfBytes(body.bytes);
  const shown = withoutSecrets(headers);
  return {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: namesAndValues(shown),
    content: {
      size: body.length,
      mimeType: fieldOf(headers, 'content-type') ?? '',
      ...(text === undefined
        ? { text: Buffer.from(body.bytes).toString('base64'), encoding: 'base64' }
        : { text }),
    },
    redirectURL: fieldOf(shown, 'location') ?? '',
    headersSize: -1,
    bodySize: body.length,
  };
}

/** What is found in a file; other programs write less, and anything may be missing. */
interface Entry {
  readonly startedDateTime?: unknown;
  readonly time?: unknown;
  readonly request?: { readonly [name: string]: unknown };
  readonly response?: { readonly [name: string]: unknown };
  readonly _sig?: { readonly [name: string]: unknown };
}

/** A request before a list has it. */
export type Unlisted = Omit<RequestRecord, 'id' | 'retryOf' | 'attempt'>;

/**
 * The requests of a HAR file, of this program or of another one.
 *
 * @throws UsageError if it is not a HAR file
 */
export function readHar(text: string): Unlisted[] {
  let entries: unknown;
  try {
    entries = JSON.parse(text).log.entries;
  } catch {
    // Said below.
  }
  if (!Array.isArray(entries)) {
    throw new UsageError('The file is not a HAR file: it must be JSON with log.entries.');
  }
  return entries.map((entry) => recordOf(Object(entry)));
}

function recordOf({
  startedDateTime,
  time,
  request = {},
  response = {},
  _sig: own,
}: Entry): Unlisted {
  const headers = fieldsIn(request.headers);
  const body = bodyIn(Object(request.postData), request.bodySize);
  const { scheme, host, target } = cutSentUrl(stringIn(request.url));
  const method = stringIn(request.method) || 'GET';
  const upgrade = /websocket/i.test(fieldOf(headers, 'upgrade') ?? '');
  const status = Number(response.status);
  const milliseconds = Number(time) || 0;
  const answer = {
    status,
    headers: fieldsIn(response.headers),
    body: bodyIn(Object(response.content), Object(response.content).size),
    milliseconds,
  };
  const via = (['received', 'resent', 'played'] as const).find((one) => one === own?.via);
  return {
    time: Date.parse(stringIn(startedDateTime)) || 0,
    via: via ?? 'received',
    method,
    target,
    scheme: scheme?.toLowerCase() === 'http' ? 'http' : 'https',
    host,
    upgrade,
    headers,
    body,
    event: recognizeRequest({ method, target, upgrade, headers, body }),
    verdict: verdictIn(own?.verdict),
    ...(status > 0 ? { answer } : { failure: stringIn(own?.failure) || 'There is no response.' }),
    warnings: [],
    ...(own?.redacted === true ? { redacted: true } : {}),
  };
}

function fieldsIn(value: unknown): Fields {
  if (!Array.isArray(value)) return [];
  return value.map(
    (field) => [stringIn(Object(field).name), stringIn(Object(field).value)] as const,
  );
}

function bodyIn(data: { readonly [name: string]: unknown }, size: unknown): KeptBody {
  const isBase64 = (data._encoding ?? data.encoding) === 'base64';
  const params = Array.isArray(data.params) ? fieldsIn(data.params) : [];
  const form = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value]));
  const text = typeof data.text === 'string' ? data.text : form.toString();
  const bytes = Buffer.from(text, isBase64 ? 'base64' : 'utf8');
  return keptBody(bytes, Math.max(bytes.length, Number(size) || 0));
}

function stringIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What the file says of a verdict. It is taken as a note: whoever has the key verifies again. */
function verdictIn(value: unknown): RecordVerdict {
  const { state, url, key, code, message, explanation, reason } = Object(value);
  if (state === 'genuine')
    return { state, url: withoutUserinfo(stringIn(url)), key: stringIn(key) };
  if (state === 'refused') {
    const { title, fix } = Object(explanation);
    const isWhole = typeof title === 'string' && typeof fix === 'string';
    const shown = isWhole && Array.isArray(explanation.causes) && Array.isArray(explanation.checks);
    return {
      state,
      code: stringIn(code),
      message: stringIn(message),
      explanation: shown ? explanation : undefined,
    };
  }
  return { state: 'not-verified', reason: stringIn(reason) || 'The file does not say.' };
}
