import { signatureHeader } from '@sig/core/adapter';
import { type Explanation, explain, formatExplanation } from '@sig/core/explain';
import type { Command } from 'commander';
import { exitCodes, UsageError } from '../errors.js';
import { type CapturedRequest, headerOf } from '../input/captured.js';
import { parseCurl } from '../input/curl.js';
import { parseHar } from '../input/har.js';
import { parseRawHttp } from '../input/raw-http.js';
import { readInput } from '../input/text.js';
import { readTokens } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  checkedUrl,
  contentOf,
  onlyOneOf,
  type RequestOptions,
  withCommon,
  withContent,
} from './request-options.js';

interface ExplainOptions extends RequestOptions {
  readonly request?: string;
  readonly har?: string;
  readonly entry?: number;
  readonly curl?: string;
  readonly publicUrl?: string;
  readonly header: string;
}

export function addExplain(program: Command): void {
  withContent(withCommon(program.command('explain')))
    .summary('say why a signature failed')
    .description(
      'Checks a request under the mistakes that people make, and names the one under which its signature matches. Exit code 1 if none is found.',
    )
    .argument('[url]', 'the URL that the server verified')
    .option('-s, --signature <signature>', 'the signature header')
    .option('--request <file>', 'a raw HTTP request; - for standard input')
    .option('--har <file>', 'a HAR file')
    .option(
      '--entry <number>',
      'which entry of it, from 1; default: the first that is signed',
      Number,
    )
    .option('--curl <command>', 'a curl command line, in quotes; - for standard input')
    .option('--public-url <url>', 'the origin that the server verifies with')
    .option('--header <name>', 'the name of the signature header', signatureHeader)
    .addHelpText(
      'after',
      `
Examples:
  sig explain http://10.0.0.7/voice -s "..." -p Digits=1
  pbpaste | sig explain --request -
  sig explain --har capture.har
  sig explain --curl "curl https://example.com/voice \\
    -H 'X-Twilio-Signature: ...' -d Digits=1"`,
    )
    .action((url: string | undefined, options: ExplainOptions) => {
      const explanation = explainCaptured(captured(url, options), options);
      process.exitCode =
        explanation.cause === undefined && !explanation.matched ? exitCodes.bad : exitCodes.good;
      if (options.json) return printJson(explanation);
      print(formatExplanation(explanation));
      for (const check of explanation.checks.slice(3)) print(`  check: ${check}`);
    });
}

function captured(url: string | undefined, options: ExplainOptions): CapturedRequest {
  const { request, har, entry, curl, header, signature } = options;
  onlyOneOf(
    { 'A URL': url, '--request': request, '--har': har, '--curl': curl },
    'A request comes from one place.',
  );
  onlyOneOf(
    {
      '--token-stdin': options.tokenStdin,
      'a request from standard input (-)': [request, har, curl].find((file) => file === '-'),
    },
    'Standard input can be read once: put the token into a file (--token-file).',
  );
  if (entry !== undefined && (har === undefined || !Number.isInteger(entry) || entry < 1)) {
    throw new UsageError('--entry is the number of an entry of --har, from 1.');
  }
  if (url === undefined) {
    onlyOneOf(
      {
        [request === undefined ? (har === undefined ? '--curl' : '--har') : '--request']: true,
        '--param, --form or --body': options.param ?? options.form ?? options.body,
      },
      'What is captured has its own body.',
    );
  }
  if (request !== undefined) return parseRawHttp(readInput(request));
  if (har !== undefined) return parseHar(readInput(har), entry, header);
  if (curl !== undefined) return parseCurl(curl === '-' ? readInput('-') : curl);
  if (url === undefined) {
    throw new UsageError('Give a URL with --signature, or --request, --har or --curl.');
  }
  const { params, body, contentType } = contentOf(options);
  const form = params === undefined ? undefined : new URLSearchParams(params).toString();
  const type = form === undefined ? contentType : 'application/x-www-form-urlencoded';
  return {
    method: form === undefined && body === undefined ? 'GET' : 'POST',
    url: checkedUrl(url),
    headers: [
      ...(signature === undefined ? [] : [[header, signature] as const]),
      ...(type === undefined ? [] : [['Content-Type', type] as const]),
    ],
    body: form ?? body ?? '',
  };
}

function explainCaptured(request: CapturedRequest, options: ExplainOptions): Explanation {
  const target = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';
  const { publicUrl } = options;
  return explain({
    authToken: readTokens(options),
    signature: options.signature ?? headerOf(request, options.header),
    url: publicUrl === undefined ? request.url : publicUrl.replace(/\/$/, '') + target,
    targets: [target],
    header: (name) => headerOf(request, name),
    contentType: headerOf(request, 'content-type'),
    body: request.body,
  });
}
