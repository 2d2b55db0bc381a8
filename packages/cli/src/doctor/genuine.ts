import { createSender, SenderError } from '@sig/sender';
import { type DoctorContext, makeContext } from './context.js';
import { type Finding, firstLine, inWords, printable, seen } from './finding.js';
import type { Judge } from './judge.js';
import { knownAnswer } from './known-answers.js';
import type { Answer } from './probe.js';

const base = { check: 'genuine', title: 'a genuine request' };

const words = {
  form: 'a form, signed for this URL',
  get: 'a GET, signed for this URL',
  body: 'a body under bodySHA256, signed for this URL',
  websocket: 'a WebSocket upgrade, signed for this URL',
} as const;

/** What the endpoint does with a genuine request. */
export async function checkGenuine(context: DoctorContext, judge: Judge): Promise<Finding> {
  const [answer] = judge.genuine;
  const sent = words[context.kind];
  if (answer === undefined) return { ...base, level: 'skip', sent, got: 'not sent' };
  const found = { ...base, sent, ...seen(answer) };
  if (judge.accepts) return { ...found, level: 'pass' };
  if (answer.status === 0) return { ...found, level: 'error', ...(await asSent(context, answer)) };
  const line = firstLine(answer);
  const known = knownAnswer(`${line}\n${answer.text}`);
  return {
    ...found,
    got: line === '' ? found.got : `${found.got}: "${line}"`,
    level: answer.status >= 500 ? 'error' : 'fail',
    fix: known === undefined ? fixOf(answer, context) : `This is ${known.who}. ${known.fix}`,
  };
}

/** Why there is no response, in the words of `send`. */
async function asSent(
  context: DoctorContext,
  answer: Answer,
): Promise<Pick<Finding, 'got' | 'code' | 'fix'>> {
  const error = await sendAsSender(context);
  if (error instanceof SenderError) {
    return { got: `no response (${error.code})`, code: error.code, fix: error.message };
  }
  return { got: inWords(answer), fix: 'See that the server runs and can be reached from here.' };
}

function fixOf({ status, location }: Answer, { kind }: DoctorContext): string {
  if (status >= 500) return 'The server broke. Its log says why.';
  if (location !== undefined && status < 400) {
    return `Genuine requests are redirected as forged ones are: to ${printable(location, 200)}. If that is a login page, except this path from it; else configure that URL.`;
  }
  if (status === 401) return 'Put user:password@ into the URL, and check them.';
  if (status === 404) return 'There is nothing at this path. Check the URL.';
  if (status === 405) return `The route does not take ${methods[kind]}.`;
  if (status === 429) return 'A rate limit refuses genuine requests. Raise it, or try again later.';
  return 'Check that the auth token is the one that the server has, and that the server verifies the URL that you gave here (sig: "publicUrl"). sig explain says more.';
}

const methods = {
  form: 'POST (--get is for endpoints that take GET)',
  get: 'GET',
  body: 'POST with such a body',
  websocket: 'upgrades',
} as const;

/** Where a redirect leads that genuine and forged requests get alike, followed as the sender does. */
export async function followed(
  context: DoctorContext,
): Promise<
  | { readonly context: DoctorContext; readonly finding: Finding; readonly isSamePath: boolean }
  | undefined
> {
  const result = await sendAsSender(context);
  if (result instanceof Error || result.exchange.length < 2) return undefined;
  // Nobody asked to examine another host.
  if (hostOf(result.url) !== hostOf(context.genuine.destination.url)) return undefined;
  const { method } = result.exchange.at(-1) ?? {};
  const [first] = result.exchange;
  const keeps = context.kind === 'websocket' || method === first?.method;
  const { origin, withUserinfo, url } = context.genuine.destination;
  const userinfo = /\/\/([^/?#@]*@)/.exec(withUserinfo)?.[1] ?? '';
  const sameOrigin = result.url.startsWith(`${origin}/`) || result.url === origin;
  const to = withoutHash(sameOrigin ? result.url.replace('//', `//${userinfo}`) : result.url);
  const { kind, params, key, body, contentType, options } = context;
  const moved = makeContext(
    keeps
      ? { kind, params: kind === 'get' ? [] : params, key, body, contentType, url: to }
      : { kind: 'get', params: [], key, url: to },
    options,
  );
  const finding: Finding = {
    check: 'redirect',
    title: 'a redirect',
    level: keeps ? 'advice' : 'warn',
    sent: words[context.kind],
    got: `${first?.status}, to ${printable(result.url, 200)}`,
    fix: keeps
      ? 'Configure the URL that it leads to: each request is sent twice. The checks below are of that URL.'
      : 'The sender follows with a GET, without the parameters. Configure the URL that it leads to, or redirect with 307 or 308. The checks below are of that GET.',
  };
  return { context: moved, finding, isSamePath: spelling(url) === spelling(result.url) };
}

const hostOf = (url: string) => new URL(url).hostname.replace(/^www\./, '');

/** A URL without what redirects to the usual spelling change. */
function spelling(url: string): string {
  return url
    .replace(/[?#].*/s, '')
    .replace(/^[a-z]+:\/\/(?:www\.)?/i, '')
    .replace(/\/+$/, '')
    .toLowerCase();
}

/** What signing adds is not part of the URL that is configured. */
function withoutHash(url: string): string {
  return url.replace(/([?&])bodySHA256=[\da-f]*(?:&|$)/gi, '$1').replace(/[?&]$/, '');
}

async function sendAsSender(context: DoctorContext) {
  const { url, kind, params, body, contentType, key, options, genuine } = context;
  const { timeout, ca } = options;
  const call = createSender({ ...key, timeout, ...(ca && { ca }) }).call();
  try {
    if (kind === 'form') return await call.post(url, [...params]);
    if (kind === 'body') return await call.send({ url, body, contentType });
    const { withUserinfo } = genuine.destination;
    if (kind === 'get') return await call.get(withUserinfo);
    const result = await call.upgrade(url);
    result.socket?.destroy();
    return result;
  } catch (error) {
    return error as Error;
  } finally {
    call.close();
  }
}
