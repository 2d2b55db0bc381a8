import { hintOf, verify } from '@sig/core';
import type { Command } from 'commander';
import colors from 'picocolors';
import { exitCodes } from '../errors.js';
import { readKeys } from '../input/token.js';
import { print, printJson, wrap } from '../output.js';
import {
  checkedUrl,
  contentOf,
  type RequestOptions,
  settingsOf,
  withCommon,
  withContent,
  withSharedKey,
} from './request-options.js';

export function addVerify(program: Command): void {
  withContent(withSharedKey(withCommon(program.command('verify'))))
    .summary('verify a signature')
    .description('Tells whether a signature is that of a request. Exit code 1 if it is not.')
    .argument('<url>', 'the whole URL, as configured at the sender')
    .requiredOption('-s, --signature <signature>', 'the X-Twilio-Signature header')
    .addHelpText(
      'after',
      `
Example:
  sig verify https://example.com/voice -p Digits=1234 \\
    -s "RSOYDt4T1cUTdK1PDd93/VVr8B8="`,
    )
    .action((url: string, options: RequestOptions) => {
      const { params, form, body, contentType } = contentOf(options);
      const verdict = verify({
        ...readKeys(options),
        signatureSettings: settingsOf(options),
        signature: options.signature,
        url: checkedUrl(url),
        contentType,
        body: form ?? body,
        params,
      });
      process.exitCode = verdict.ok ? exitCodes.good : exitCodes.bad;
      if (options.json) {
        if (verdict.ok) return printJson(verdict);
        const { error } = verdict;
        return printJson({ ok: false, code: error.code, hint: hintOf(error) });
      }
      if (verdict.ok) return print(colors.green('valid'));
      const { code, message } = verdict.error;
      print(wrap(`${code}: ${message} ${hintOf(verdict.error)}`).replace(code, colors.red));
    });
}
