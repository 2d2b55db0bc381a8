import { asCurl, type Copied } from '../../capture/copy/as-curl.js';
import { asHttpFile } from '../../capture/copy/as-http-file.js';
import { asVitest } from '../../capture/copy/as-vitest.js';
import { harEntry, withoutSecrets } from '../../capture/har.js';
import { type RequestRecord, seenUrl, withoutUserinfo } from '../../capture/record.js';
import type { RecordList } from '../../capture/record-list.js';
import { createRedactor } from '../../capture/redact.js';
import { playedNames } from '../../commands/send-event.js';
import { UsageError } from '../../errors.js';
import { type Edit, resend, resendEdited } from '../again.js';
import { verifiedUrl } from '../explain-record.js';
import { type Listener, withExplanation } from '../listener.js';
import { playEvent, playWholeCall } from '../play.js';
import { detailOf, summaryOf } from './views.js';

/** What the page works with. */
export interface PageSource {
  readonly list: RecordList;
  /** `undefined` if a file is shown: nothing can be sent. */
  readonly listener: Listener | undefined;
  /** Where requests come in. */
  readonly port: number;
  readonly version: string;
}

/** What is asked of the server. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** JSON that was sent; anything may be in it. */
  readonly body: unknown;
}

/** What it says. */
export interface Said {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
}

type Handler = (source: PageSource, asked: Asked, id: number) => Said | Promise<Said>;

/** Nothing is done by a GET. */
const routes: readonly (readonly [method: string, path: RegExp, Handler])[] = [
  ['GET', /^\/api\/requests$/, ({ list }) => json(list.all.map(summaryOf))],
  ['GET', /^\/api\/requests\/(\d+)$/, (source, _asked, id) => json(opened(source, id))],
  ['GET', /^\/api\/requests\/(\d+)\/copy$/, copy],
  ['GET', /^\/api\/export$/, exported],
  ['POST', /^\/api\/requests\/(\d+)\/resend$/, again],
  ['POST', /^\/api\/play$/, played],
  [
    'POST',
    /^\/api\/clear$/,
    ({ list }) => {
      list.clear();
      return json({});
    },
  ],
];

/** Answers the page. */
export async function answer(source: PageSource, asked: Asked): Promise<Said> {
  for (const [method, path, handler] of routes) {
    const [found, id] = path.exec(asked.path) ?? [];
    if (found === undefined || method !== asked.method) continue;
    try {
      return await handler(source, asked, Number(id));
    } catch (error) {
      if (error instanceof UsageError) return { status: 409, json: { message: error.message } };
      return { status: 502, json: { message: `It was not sent: ${(error as Error).message}` } };
    }
  }
  return { status: 404, json: { message: 'There is no such thing.' } };
}

const json = (value: unknown): Said => ({ status: 200, json: value });

/** @throws UsageError if it was dropped */
function recordOf({ list }: PageSource, id: number): RequestRecord {
  const record = list.get(id);
  if (record !== undefined) return record;
  throw new UsageError('The request is no longer there: the last 500 are kept.');
}

function opened(source: PageSource, id: number) {
  const record = recordOf(source, id);
  const { listener, list } = source;
  // In a flood not all are explained; the one that somebody looks at is.
  const explained =
    listener === undefined ? record : withExplanation(record, listener.settings, list);
  return detailOf(explained, listener?.settings ?? { publicUrl: undefined, keys: undefined });
}

/** @throws UsageError if a file is shown */
function sender({ listener }: PageSource): Listener {
  if (listener !== undefined) return listener;
  throw new UsageError('A file is shown: there is no app to send to.');
}

async function again(source: PageSource, { body }: Asked, id: number): Promise<Said> {
  const listener = sender(source);
  const record = recordOf(source, id);
  const edit = editOf(body);
  const sent = edit === undefined ? resend(listener, record) : resendEdited(listener, record, edit);
  return json({ id: (await sent).id });
}

/** @throws UsageError if it is something else */
function editOf(body: unknown): Edit | undefined {
  const { target, params, body: text } = Object(body);
  if (target === undefined && params === undefined && text === undefined) return undefined;
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  const arePairs =
    params === undefined ||
    (Array.isArray(params) &&
      params.every(
        (pair) =>
          Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string'),
      ));
  if (isText(target) && isText(text) && arePairs) return { target, params, body: text };
  throw new UsageError('An edit has a target, params or a body.');
}

async function played(source: PageSource, { body }: Asked): Promise<Said> {
  const listener = sender(source);
  const { kind: wanted, path, statusPath } = Object(body);
  const kind = playedNames.find((one) => one === wanted);
  if (kind === undefined || !isPath(path) || !(statusPath === undefined || isPath(statusPath))) {
    throw new UsageError('Choose an event, and a path that begins with "/".');
  }
  const { port } = source;
  if (kind !== 'call') return json({ id: (await playEvent(listener, kind, { path, port })).id });
  const { first, steps, problem } = await playWholeCall(listener, { path, port, statusPath });
  const ended = problem === undefined ? '' : ` It ended early: ${problem}`;
  return json({ id: first.id, message: `Sent: ${steps.join(', ')}.${ended}` });
}

const isPath = (value: unknown): value is string =>
  typeof value === 'string' && /^\/[^\s#]*$/.test(value);

function copy(source: PageSource, { query }: Asked, id: number): Said {
  const record = recordOf(source, id);
  const { settings } = source.listener ?? {};
  const { method, headers, body, target } = record;
  if (body.bytes.length < body.length) throw new UsageError('Only a part of its body was kept.');
  // Without the password: a test is read by many, and whoever verifies tries the URL without it too.
  const signedUrl = withoutUserinfo(
    record.verdict.state === 'genuine'
      ? record.verdict.url
      : verifiedUrl(record, { publicUrl: settings?.publicUrl }),
  );
  const origin = settings?.forward.replace(/\/$/, '') ?? originOf(signedUrl, record);
  const copied: Copied = {
    method,
    url: origin + target,
    headers: withoutSecrets(headers).filter(([name]) => !/^(?:cookie|authorization)$/i.test(name)),
    body: body.bytes,
  };
  const formats: Readonly<Record<string, () => string | undefined>> = {
    curl: () => asCurl(copied),
    http: () => asHttpFile(copied),
    har: () => harText(source, [record]),
    vitest: () =>
      asVitest({
        ...copied,
        signedUrl,
        status: record.answer?.status ?? 200,
        adapter: /^[a-z-]+$/.exec(query.get('adapter') ?? '')?.[0] ?? 'express',
      }),
  };
  const as = query.get('as') ?? '';
  const text = Object.hasOwn(formats, as) ? formats[as]?.() : undefined;
  if (text !== undefined) return { status: 200, text };
  throw new UsageError(
    'There is no such copy of this request: it is an upgrade, its body is not text, or an editor would obey what is in it.',
  );
}

/** Where the capture was made. A file may hold anything: what is no URL of HTTP would be an option of curl. */
function originOf(signedUrl: string, record: RequestRecord): string {
  const origin = /^(?:https?|wss?):\/\/[^/?#\s]+/i;
  return origin.exec(signedUrl)?.[0] ?? origin.exec(seenUrl(record))?.[0] ?? 'http://unknown';
}

function exported(source: PageSource, { query }: Asked): Said {
  const has = (name: string) => query.get(name) === '1';
  const redact = createRedactor({
    numbers: has('numbers'),
    names: has('names'),
    bodies: has('bodies'),
  });
  return { status: 200, text: harText(source, source.list.all.map(redact)) };
}

function harText({ version }: PageSource, records: readonly RequestRecord[]): string {
  const log = { version: '1.2', creator: { name: 'sig', version }, entries: records.map(harEntry) };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}
