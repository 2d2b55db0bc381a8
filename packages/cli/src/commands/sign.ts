import { sign, stringToSign } from '@sig/core';
import { signatureSettingsHeader } from '@sig/core/adapter';
import type { Command } from 'commander';
import { readKey } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  checkedUrl,
  contentOf,
  type RequestOptions,
  withCommon,
  withContent,
  withSharedKey,
} from './request-options.js';

export function addSign(program: Command): void {
  withContent(withSharedKey(withCommon(program.command('sign'))))
    .summary('sign a request')
    .description(
      'Prints the signature of a request. If a body changes the URL (bodySHA256), the URL to send to goes to standard error, and so does the settings header of a shared key.',
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
      const { params, body } = contentOf(options);
      const signed = sign({
        ...readKey(options),
        url,
        ...(params === undefined ? {} : { params }),
        ...(body === undefined ? {} : { body }),
      });
      const text = stringToSign(signed.url, params);
      if (options.json) return printJson({ ...signed, stringToSign: text });
      print(signed.signature);
      if (signed.signatureSettings !== undefined) {
        process.stderr.write(`${signatureSettingsHeader}: ${signed.signatureSettings}\n`);
      }
      if (signed.url !== url) process.stderr.write(`The URL to send to: ${signed.url}\n`);
    });
}
