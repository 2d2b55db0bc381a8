import {
  type Call,
  type CallRequest,
  createSender,
  eventStreams,
  type SendResult,
} from '@sig/sender';
import { type Command, Option } from 'commander';
import colors from 'picocolors';
import { exitCodes } from '../errors.js';
import { playCall } from '../events/play-call.js';
import { readAuthorities } from '../input/authorities.js';
import { parseHeaders } from '../input/headers.js';
import { readKey, readOneSecret } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  checkedUrl,
  collect,
  contentOf,
  isUpgrade,
  milliseconds,
  onlyOneOf,
  type RequestOptions,
  upgradeOf,
  withCommon,
  withContent,
  withSharedKey,
} from './request-options.js';
import {
  checkEvent,
  eventOf,
  eventRequest,
  freshness,
  overridesOf,
  type Played,
  playedNames,
} from './send-event.js';

interface SendOptions extends RequestOptions {
  readonly get?: boolean;
  readonly websocket?: boolean;
  readonly fallback?: string;
  readonly ca?: string;
  readonly timeout?: number;
  readonly addHeader?: string[];
  readonly bearerFile?: string;
  readonly as?: Played;
  readonly statusCallback?: string;
  readonly statusCallbackMethod?: 'GET' | 'POST';
}

export function addSend(program: Command): void {
  withContent(withSharedKey(withCommon(program.command('send'))))
    .summary('play the sender: send a signed request')
    .description(
      'Signs and sends a request as the real sender does: logs in with the credentials of the URL, follows redirects, verifies certificates. Exit code 1 for a status of 400 and up, 3 if there is no response.',
    )
    .argument('<url>', 'as configured at the sender: https://user:password@host/path')
    .option(
      '--as <event>',
      `a realistic event, whose parameters -p overrides: ${playedNames.join(', ')}`,
      eventOf,
    )
    .option('--status-callback <url>', 'where --as call reports the end of the call')
    .addOption(
      new Option('--status-callback-method <method>', 'how; default: POST').choices([
        'GET',
        'POST',
      ]),
    )
    .option('--get', 'send a GET')
    .option('--websocket', 'ask for a WebSocket upgrade')
    .option('--fallback <url>', 'a URL to ask once if this one fails')
    .option('--ca <file>', 'trust the authority in this PEM file too')
    .option(
      '--timeout <milliseconds>',
      'over the whole exchange; default: 15000, 5000 for Event Streams',
      milliseconds,
    )
    .option('--bearer-file <file>', 'present the bearer token in this file (RFC 6750)')
    .option('--add-header <name=value>', 'a header to add; again for more', collect)
    .addHelpText(
      'after',
      `
Examples:
  sig send http://localhost:3000/voice -p CallSid=CA1 -p Digits=1
  sig send http://localhost:3000/sms --as message -p Body=Hello
  sig send http://localhost:3000/voice --as call -p Digits=2
  sig send https://user:secret@example.com/private
  sig send http://localhost:3000/events --body '{"type":"call.ended"}'`,
    )
    .action(async (url: string, options: SendOptions) => {
      checkKind(url, options);
      checkEvent(url, options);
      checkLogin(url, options);
      const common = commonOf(options);
      const { ca, timeout, bearerFile } = options;
      const sender = createSender({
        ...(options.as === 'event-streams' ? eventStreams : {}),
        ...readKey(options),
        ...(timeout === undefined ? {} : { timeout }),
        userAgent: 'sig-send',
        ...(ca === undefined ? {} : { ca: readAuthorities(ca) }),
        ...(bearerFile === undefined ? {} : { bearer: readOneSecret(bearerFile) }),
      });
      const call = sender.call();
      try {
        if (options.as === 'call') return await sendCall(call, url, options, common);
        const result = await call.send({ ...requestOf(url, options), ...common });
        result.socket?.destroy();
        process.exitCode = exitCodeOf(result);
        if (options.json) printJson(shown(result));
        else printResult(result);
      } finally {
        call.close();
      }
    });
}

/** The events of a call, one after the other. */
async function sendCall(
  call: Call,
  url: string,
  options: SendOptions,
  common: ReturnType<typeof commonOf>,
): Promise<void> {
  const { statusCallback, statusCallbackMethod: method } = options;
  const steps: object[] = [];
  process.exitCode = exitCodes.good;
  const script = playCall({
    async send(request) {
      const result = await call.send({ ...request, ...common });
      return { ...result, contentType: result.headers['content-type'] };
    },
    url,
    overrides: overridesOf(options),
    ...(statusCallback === undefined ? {} : { statusCallback: { url: statusCallback, method } }),
    freshness: freshness(),
  });
  for await (const { title, result } of script) {
    if (exitCodeOf(result) !== exitCodes.good) process.exitCode = exitCodeOf(result);
    steps.push({ title, ...shown(result) });
    if (options.json) continue;
    print(colors.bold(title));
    printResult(result);
  }
  if (options.json) printJson(steps);
}

/** Refuses what contradicts itself. */
function checkKind(url: string, { get, as, websocket, ...options }: SendOptions): void {
  const upgrade = upgradeOf(url, websocket);
  const advice =
    'Neither a GET nor an upgrade has a body: put parameters into the query of the URL.';
  for (const [name, value] of Object.entries({
    // Those of an event are put into the query.
    '--param': get && as !== undefined ? undefined : options.param,
    '--form': options.form,
    '--body': options.body,
  })) {
    onlyOneOf({ '--get': get, [name]: value }, advice);
    onlyOneOf({ ...upgrade, [name]: value }, advice);
  }
  onlyOneOf({ '--get': get, ...upgrade }, 'An upgrade is a GET already.');
}

/** Refuses a login that another one would take the place of. */
function checkLogin(url: string, { bearerFile, addHeader = [] }: SendOptions): void {
  const hasUserinfo = /^[a-z]+:\/\/[^/?#]*@/i.test(url);
  const header = addHeader.find((one) => /^authorization=/i.test(one));
  const logins = { '--bearer-file': bearerFile, '--add-header Authorization': header };
  onlyOneOf({ 'user:password@ of the URL': hasUserinfo, ...logins }, 'A request has one login.');
}

function requestOf(url: string, options: SendOptions): CallRequest {
  const { as, get, websocket } = options;
  if (as !== undefined && as !== 'call') {
    return eventRequest(as, url, overridesOf(options), { get: get === true });
  }
  const content = contentOf(options);
  if (isUpgrade(url, websocket)) return { url, ...content, upgrade: true };
  return get || content.contentType !== undefined ? { url, ...content } : { url, params: [] };
}

/** What requests of every kind have. */
function commonOf({ fallback, statusCallback, addHeader = [] }: SendOptions) {
  // Both are asked late, or never.
  for (const url of [fallback, statusCallback]) if (url !== undefined) checkedUrl(url);
  return { fallbackUrl: fallback, headers: parseHeaders(addHeader) };
}

function exitCodeOf({ status }: SendResult): number {
  return status < 400 ? exitCodes.good : exitCodes.bad;
}

function shown({ url, status, headers, text, exchange, fellBackFrom }: SendResult) {
  return { url, status, headers, text, exchange, fellBackFrom };
}

function printResult({ exchange, text }: SendResult): void {
  for (const step of exchange) {
    const auth = step.authorization === undefined ? '' : `, ${step.authorization}`;
    const line = `${step.method} ${step.url}: ${step.status} (${step.milliseconds.toFixed(0)} ms${auth})`;
    print(colors.dim(line));
  }
  if (text !== '') print(text);
}
