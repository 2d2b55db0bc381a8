import {
  type CapturedRequest,
  cutUrl,
  type Entry,
  headerOf,
  parseCurl,
  parseEvent,
  parseHar,
  parseRawHttp,
  urlAsSeen,
} from '@sig/capture';
import { signatureHeader, signatureSettingsHeader } from '@sig/core/adapter';
import { type Explanation, explain, formatExplanation, printable } from '@sig/core/explain';
import type { Command } from 'commander';
import { exitCodes, UsageError } from '../errors.js';
import { readInput } from '../input/text.js';
import { readKeys } from '../input/token.js';
import { print, printJson } from '../output.js';
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
    .option('--header <name>', 'the name of the signature header', signatureHeader)
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
      const requests = captured(url, options);
      const explanations = requests.map((request) => explainCaptured(request, options));
      const isExplained = ({ cause, matched }: Explanation) => cause !== undefined || matched;
      process.exitCode = explanations.every(isExplained) ? exitCodes.good : exitCodes.bad;
      if (options.json) return printJson(options.entry === 'all' ? explanations : explanations[0]);
      for (const [i, explanation] of explanations.entries()) {
        const { method = '', target = '' } = requests[i] ?? {};
        if (options.entry === 'all') print(printable(`${method} ${target.split('?', 1)[0]}`));
        print(formatExplanation(explanation, Number.POSITIVE_INFINITY));
      }
    });
}

/** Where a request comes from, by the name of the option. */
const sources = ['request', 'har', 'curl', 'event'] as const;

function captured(url: string | undefined, options: ExplainOptions): CapturedRequest[] {
  const { request, har, entry, curl, event, header } = options;
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
  if (url === undefined && given[0] !== undefined) {
    onlyOneOf(
      {
        [`--${given[0]}`]: true,
        '--param, --form or --body': options.param ?? options.form ?? options.body,
      },
      'What is captured has its own body.',
    );
  }
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
  const { params, body, contentType } = contentOf(options);
  const settings = settingsOf(options);
  const form = params === undefined ? undefined : new URLSearchParams(params).toString();
  const type = form === undefined ? contentType : 'application/x-www-form-urlencoded';
  return {
    method: form === undefined && body === undefined ? 'GET' : 'POST',
    ...cutUrl(checkedUrl(url)),
    headers: [
      ...(signature === undefined ? [] : [[header, signature] as const]),
      ...(settings === undefined ? [] : [[signatureSettingsHeader, settings] as const]),
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
    ],
    body: form ?? body ?? '',
  };
}

function explainCaptured(request: CapturedRequest, options: ExplainOptions): Explanation {
  const { target, otherTargets = [], body } = request;
  const { publicUrl, configuredUrl = [], header } = options;
  return explain({
    ...readKeys(options),
    signature: options.signature ?? headerOf(request, header),
    signatureHeader: header,
    url:
      publicUrl === undefined
        ? urlAsSeen(request, options.forwarded === true)
        : publicUrl.replace(/\/$/, '') + target,
    configuredUrl: configuredUrl.map(checkedUrl),
    targets: [target, ...otherTargets],
    header: (name) => headerOf(request, name),
    contentType: headerOf(request, 'content-type'),
    body,
    evidence: { hasPublicUrl: publicUrl !== undefined },
  });
}
