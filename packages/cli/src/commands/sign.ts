import { sign, stringToSign } from '@sig/core';
import type { Command } from 'commander';
import { readTokens } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  checkedUrl,
  contentOf,
  type RequestOptions,
  withCommon,
  withContent,
} from './request-options.js';

export function addSign(program: Command): void {
  withContent(withCommon(program.command('sign')))
    .summary('sign a request')
    .description(
      'Prints the signature of a request. If a body changes the URL (bodySHA256), the URL to send to goes to standard error.',
    )
    .argument('<url>', 'the whole URL, as configured at the sender')
    .addHelpText(
      'after',
      `
Examples:
  sig sign https://example.com/voice -p Digits=1 -p To=+15550100
  sig verify URL -p Digits=1 -s "$(sig sign URL -p Digits=1)"
  sig sign https://example.com/events --body @event.json --json`,
    )
    .action((given: string, options: RequestOptions) => {
      const url = checkedUrl(given);
      const [authToken = ''] = readTokens(options);
      const { params, body } = contentOf(options);
      const signed = sign({
        authToken,
        url,
        ...(params === undefined ? {} : { params }),
        ...(body === undefined ? {} : { body }),
      });
      const text = stringToSign(signed.url, params);
      if (options.json) return printJson({ ...signed, stringToSign: text });
      print(signed.signature);
      if (signed.url !== url) process.stderr.write(`The URL to send to: ${signed.url}\n`);
    });
}
