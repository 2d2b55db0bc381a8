import {
  type CapturedRequest,
  cutUrl,
  type Entry,
  headerOf,
  parseCurl,
  parseEvent,
  parseHar,
  parseRawHttp,
  urlsAsSeen,
} from '@sig/capture';
import { createReceiver, signatureHeader, signatureSettingsHeader } from '@sig/core/adapter';
import { type Explanation, explain, formatExplanation, printable } from '@sig/core/explain';
import type { Command } from 'commander';
import { textOfBytes } from '../capture/record.js';
import { exitCodes, UsageError } from '../errors.js';
import { headerName } from '../input/headers.js';
import { readInput } from '../input/text.js';
import { readKeys } from '../input/token.js';
import { print, printJson, wrap } from '../output.js';
import {
  checkedUrl,
  collect,
  contentOf,
  onlyOneOf,
  type RequestOptions,
  settingsOf,
  withCommon,
  withContent,
  withSharedKey,
} from './request-options.js';

interface ExplainOptions extends RequestOptions {
  readonly request?: string;
  readonly har?: string;
  readonly entry?: Entry;
  readonly curl?: string;
  readonly event?: string;
  readonly publicUrl?: string;
  readonly configuredUrl?: string[];
  readonly forwarded?: boolean;
  readonly header: string;
}

export function addExplain(program: Command): void {
  withContent(withSharedKey(withCommon(program.command('explain'))))
    .summary('say why a signature failed')
    .description(
      'Checks a request under the mistakes that people make, and names the one under which its signature matches. Exit code 1 if none is found.',
    )
    .argument('[url]', 'the URL that the server verified')
    .option('-s, --signature <signature>', 'the signature header')
    .option(
      '--configured-url <url>',
      'the URL that is set at the sender, to the byte: makes the answer certain; again for more',
      collect,
    )
    .option('--request <file>', 'a raw HTTP request (1.1 or 2); - for standard input')
    .option('--har <file>', 'a HAR file')
    .option(
      '--entry <number>',
      'which entry of it, from 1, or "all"; default: the first that is signed',
      (text) => (text === 'all' ? text : Number(text)),
    )
    .option('--curl <command>', 'a curl command line, in quotes; - for standard input')
    .option('--event <file>', 'an event of API Gateway, a function URL or a load balancer, as JSON')
    .option('--public-url <url>', 'the origin that the server verifies with')
    .option('--forwarded', 'the server trusts the proxy: X-Forwarded-Proto and -Host are believed')
    .option('--header <name>', 'the name of the signature header', headerName, signatureHeader)
    .addHelpText(
      'after',
      `
Examples:
  sig explain http://10.0.0.7/voice -s "..." -p Digits=1 \\
    --configured-url https://example.com/voice
  pbpaste | sig explain --request -
  sig explain --har capture.har --entry all
  sig explain --curl "curl https://example.com/voice \\
    -H 'X-Twilio-Signature: ...' -d Digits=1"`,
    )
    .action((url: string | undefined, options: ExplainOptions) => {
      checkOptions(url, options);
      const requests = captured(url, options);
      // Standard input can be read once.
      const known = { ...options, keys: readKeys(options) };
      const explanations = requests.map((request) => explainCaptured(request, known));
      const isExplained = ({ cause, matched }: Explanation) => cause !== undefined || matched;
      process.exitCode = explanations.every(isExplained) ? exitCodes.good : exitCodes.bad;
      if (options.json) return printJson(options.entry === 'all' ? explanations : explanations[0]);
      for (const [i, explanation] of explanations.entries()) {
        const { method = '', target = '' } = requests[i] ?? {};
        if (options.entry === 'all') print(printable(`${method} ${target.split('?', 1)[0]}`));
        print(wrapped(formatExplanation(explanation, Number.POSITIVE_INFINITY)));
      }
    });
}

/** Where a request comes from, by the name of the option. */
const sources = ['request', 'har', 'curl', 'event'] as const;

/** Refuses what contradicts itself, and what would be left out. */
function checkOptions(url: string | undefined, options: ExplainOptions): void {
  const { har, entry, publicUrl, forwarded } = options;
  const given = sources.filter((name) => options[name] !== undefined);
  onlyOneOf(
    { 'A URL': url, ...Object.fromEntries(given.map((name) => [`--${name}`, true])) },
    'A request comes from one place.',
  );
  onlyOneOf(
    {
      '--token-stdin': options.tokenStdin,
      'a request from standard input (-)': sources.find((name) => options[name] === '-'),
    },
    'Standard input can be read once: put the token into a file (--token-file).',
  );
  const isNumber = typeof entry === 'number' && Number.isInteger(entry) && entry > 0;
  if (entry !== undefined && (har === undefined || !(entry === 'all' || isNumber))) {
    throw new UsageError('--entry is the number of an entry of --har, from 1, or "all".');
  }
  onlyOneOf(
    { '--entry all': entry === 'all', '--signature': options.signature },
    'Each entry has its own signature.',
  );
  onlyOneOf(
    { '--public-url': publicUrl, '--forwarded': forwarded },
    'A server with a public URL asks no proxy.',
  );
  onlyOneOf(
    { 'A URL': url, '--forwarded': forwarded },
    'The URL is the one that the server verified, whatever a proxy says.',
  );
  // Says what is wrong with it.
  if (publicUrl !== undefined) createReceiver({ authToken: 'none', publicUrl });
  if (given[0] === undefined) return;
  const { param, form, body, contentType } = options;
  onlyOneOf(
    {
      [`--${given[0]}`]: true,
      '--param, --form, --body or --content-type': param ?? form ?? body ?? contentType,
    },
    'What is captured has its own body.',
  );
}

function captured(url: string | undefined, options: ExplainOptions): CapturedRequest[] {
  const { request, har, entry, curl, event, header } = options;
  if (request !== undefined) return [parseRawHttp(readInput(request))];
  if (har !== undefined) return parseHar(readInput(har), entry, header);
  if (curl !== undefined) return [parseCurl(curl === '-' ? readInput('-') : curl)];
  if (event !== undefined) return [parseEvent(readInput(event), options.configuredUrl)];
  return [fromFlags(url, options)];
}

function fromFlags(url: string | undefined, options: ExplainOptions): CapturedRequest {
  const { header, signature } = options;
  if (url === undefined) {
    throw new UsageError('Give a URL with --signature, or --request, --har, --curl or --event.');
  }
  const { params, form, body, contentType } = contentOf(options);
  const settings = settingsOf(options);
  const bytes = form ?? body;
  const printed = params === undefined ? undefined : new URLSearchParams(params).toString();
  return {
    method: contentType === undefined ? 'GET' : 'POST',
    ...cutUrl(checkedUrl(url)),
    headers: [
      ...(signature === undefined ? [] : [[header, signature] as const]),
      ...(settings === undefined ? [] : [[signatureSettingsHeader, settings] as const]),
      ...(contentType === undefined ? [] : [['Content-Type', contentType] as const]),
    ],
    // As text if it is one: whether it is what came, or what a parser has made of that, nobody knows.
    body: bytes === undefined ? (printed ?? '') : (textOfBytes(bytes) ?? bytes),
  };
}

type Known = ExplainOptions & { readonly keys: ReturnType<typeof readKeys> };

function explainCaptured(request: CapturedRequest, options: Known): Explanation {
  const { publicUrl, forwarded } = options;
  const [url, other] =
    publicUrl === undefined
      ? urlsAsSeen(request, forwarded === true)
      : [publicUrl.replace(/\/$/, '') + request.target];
  const explanation = explainUrl(url, request, options);
  if (other === undefined) return explanation;
  if (isMatch(explanation)) return withScheme(explanation, url);
  const otherwise = explainUrl(other, request, options);
  return isMatch(otherwise) ? withScheme(otherwise, other) : explanation;
}

const isMatch = ({ matched, cause }: Explanation) => matched && cause === undefined;

/** The explanation of a match that depends on the scheme, of which the capture says nothing. */
function withScheme(explanation: Explanation, url: string): Explanation {
  const [, origin = '', scheme] = /^((https?):\/\/[^/?#]*)/.exec(url) ?? [];
  const unless = scheme === 'https' ? 'TLS ends before it' : 'it sees https';
  const title = `The signature matches if the server sees ${scheme}, which the capture does not tell. If ${unless}, set "publicUrl" to "${printable(origin)}".`;
  return { ...explanation, title };
}

/** Whoever runs this waits, and no server does: on a busy machine the work may take 20 times as long. */
const patient = () => performance.now() / 20;

function explainUrl(url: string, request: CapturedRequest, options: Known): Explanation {
  const { target, otherTargets = [], body } = request;
  const { publicUrl, configuredUrl = [], header } = options;
  return explain(
    {
      ...options.keys,
      signature: options.signature ?? headerOf(request, header),
      signatureHeader: header,
      url,
      configuredUrl: configuredUrl.map(checkedUrl),
      targets: [target, ...otherTargets],
      header: (name) => headerOf(request, name),
      contentType: headerOf(request, 'content-type'),
      body,
      evidence: { hasPublicUrl: publicUrl !== undefined },
    },
    patient,
  );
}

/** An explanation in lines of the width, each further one indented; URLs stay whole. */
function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      const isUrl = /^(?:signed|seen|verified): /.test(line.trim());
      return isUrl ? line : wrap(line.trim(), indent);
    })
    .join('\n');
}
