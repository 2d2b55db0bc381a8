// What was pasted: a URL, parameters, or a captured request in any of the formats of `@sig/capture`.
import {
  type CapturedRequest,
  CaptureError,
  type CaptureFormat,
  headerOf,
  parseCapture,
  urlsAsSeen,
} from '@sig/capture';
import { isForm } from '@sig/core/adapter';
import { byteLength, plural } from './request.js';
import type { Param, State } from './state.js';

/** What was read, and what it changes; or why it cannot be read. */
export type Pasted =
  | { readonly ok: true; readonly said: string; readonly change: Partial<State> }
  | { readonly ok: false; readonly said: string };

export function readPaste(text: string): Pasted {
  const plain = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(plain)) {
    return { ok: true, said: 'Read as a URL. The rest is as it was.', change: { url: plain } };
  }
  const params = paramsOf(plain);
  if (params !== undefined) {
    const said = `Read as ${plural(params.length, 'parameter')}. The rest is as it was.`;
    return { ok: true, said, change: { params, method: 'POST', kind: 'form', pasted: undefined } };
  }
  try {
    const { format, request } = parseCapture(text);
    return read(format, request);
  } catch (error) {
    const reason = error instanceof CaptureError ? error.message : 'This cannot be read.';
    return { ok: false, said: `${reason} Nothing was changed.` };
  }
}

const names: Readonly<Record<CaptureFormat, string>> = {
  curl: 'curl',
  har: 'HAR',
  event: 'a Lambda event',
  'raw-http': 'raw HTTP',
};

function read(format: CaptureFormat, request: CapturedRequest): Pasted {
  const { method, body, headers } = request;
  const raw =
    typeof body === 'string' ? body : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  const isFormBody = raw !== '' && isForm(headerOf(request, 'content-type'));
  const params = isFormBody ? formOf(raw) : [];
  const isUpgrade = /websocket/i.test(headerOf(request, 'upgrade') ?? '');
  const settings = headerOf(request, 'x-twilio-webhooks-signature-settings');
  const keyId = /(?:^|,)\s*key=([^,\s]+)/i.exec(settings ?? '')?.[1];
  const received = headerOf(request, 'x-twilio-signature') ?? '';
  const [seen, other] = urlsAsSeen(request, false);
  const content = isFormBody
    ? plural(params.length, 'parameter')
    : raw === ''
      ? 'no body'
      : `${plural(byteLength(raw), 'byte')} of body`;
  const change: Partial<State> = {
    url: isUpgrade ? seen.replace(/^http/i, 'ws') : seen,
    method: isUpgrade ? 'WS' : raw !== '' || method.toUpperCase() !== 'GET' ? 'POST' : 'GET',
    kind: isFormBody || raw === '' ? 'form' : 'raw',
    params,
    raw: isFormBody ? '' : raw,
    pasted: { bytes: body, params, raw: isFormBody ? '' : raw },
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    received,
    configured: '',
    ...(keyId === undefined ? {} : { key: 'shared', keyId }),
  };
  // Of both it is the one that the sender has most often.
  const scheme =
    other === undefined
      ? ''
      : ' Whether the server sees https or http it does not tell: https is assumed, and "publicUrl" is to be set if TLS ends before the server.';
  const signature = received === '' ? 'no signature header' : 'with a signature';
  return {
    ok: true,
    said: `Read as ${names[format]}: ${isUpgrade ? 'upgrade' : method}, ${content}, ${signature}.${scheme} The key is yours to enter.`,
    change,
  };
}

function formOf(text: string): Param[] {
  return [...new URLSearchParams(text.replace(/^\?/, '&'))].map(([name, value]) => ({
    name,
    value,
  }));
}

/** Parameters: an encoded form in one line, `Name: value` or `Name=value` in lines, or an object of strings as JSON. */
function paramsOf(text: string): Param[] | undefined {
  if (text.startsWith('{')) return jsonParams(text);
  if (/^curl\s/.test(text)) return undefined;
  if (/^[\w.[\]%+-]+=\S*$/.test(text)) return formOf(text);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const pairs = lines.map((line) =>
    /^\s*["']?([A-Za-z_][\w.-]*)["']?\s*[:=]\s?(.*?)\s*$/.exec(line),
  );
  // The fields of a request have a request line before them.
  if (lines.length === 0 || pairs.includes(null)) return undefined;
  const params = pairs.map((pair): Param => ({ name: pair?.[1] ?? '', value: pair?.[2] ?? '' }));
  return params.some(({ name }) => /^(?:host|content-type|x-)/i.test(name)) ? undefined : params;
}

/** The object that a log shows of parsed parameters. What else JSON may be is a capture. */
function jsonParams(text: string): Param[] | undefined {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
    const pairs = entries.flatMap(([name, value]) =>
      [value].flat().map((one) => ({ name, value: one })),
    );
    const isParams = pairs.every((pair): pair is Param => typeof pair.value === 'string');
    return isParams && pairs.length > 0 ? pairs : undefined;
  } catch {
    return undefined;
  }
}
