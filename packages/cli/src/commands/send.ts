import { readFileSync } from 'node:fs';
import { createSender } from '@sig/sender';
import type { Command } from 'commander';
import colors from 'picocolors';
import { exitCodes } from '../errors.js';
import { parsePairs } from '../input/text.js';
import { readKey, readOneSecret } from '../input/token.js';
import { print, printJson } from '../output.js';
import {
  collect,
  contentOf,
  milliseconds,
  onlyOneOf,
  type RequestOptions,
  withCommon,
  withContent,
  withSharedKey,
} from './request-options.js';

interface SendOptions extends RequestOptions {
  readonly get?: boolean;
  readonly websocket?: boolean;
  readonly fallback?: string;
  readonly ca?: string;
  readonly timeout?: number;
  readonly addHeader?: string[];
  readonly bearerFile?: string;
}

export function addSend(program: Command): void {
  withContent(withSharedKey(withCommon(program.command('send'))))
    .summary('play the sender: send a signed request')
    .description(
      'Signs and sends a request as the real sender does: logs in with the credentials of the URL, follows redirects, verifies certificates. Exit code 1 for a status of 400 and up, 3 if there is no response.',
    )
    .argument('<url>', 'as configured at the sender: https://user:password@host/path')
    .option('--get', 'send a GET')
    .option('--websocket', 'ask for a WebSocket upgrade')
    .option('--fallback <url>', 'a URL to ask once if this one fails')
    .option('--ca <file>', 'trust the authority in this PEM file too')
    .option('--timeout <milliseconds>', 'over the whole exchange', milliseconds, 15_000)
    .option('--bearer-file <file>', 'present the bearer token in this file (RFC 6750)')
    .option('--add-header <name=value>', 'a header to add; again for more', collect)
    .addHelpText(
      'after',
      `
Examples:
  sig send http://localhost:3000/voice -p CallSid=CA1 -p Digits=1
  sig send https://user:secret@example.com/private
  sig send http://localhost:3000/events --body '{"type":"call.ended"}'`,
    )
    .action(async (url: string, options: SendOptions) => {
      const { get, websocket } = options;
      const advice =
        'Neither a GET nor an upgrade has a body: put parameters into the query of the URL.';
      for (const [name, value] of Object.entries({
        '--param': options.param,
        '--form': options.form,
        '--body': options.body,
      })) {
        onlyOneOf({ '--get': get, [name]: value }, advice);
        onlyOneOf({ '--websocket': websocket, [name]: value }, advice);
      }
      onlyOneOf({ '--get': get, '--websocket': websocket }, 'An upgrade is a GET already.');
      const { ca, timeout = 15_000, fallback, addHeader = [], bearerFile } = options;
      const sender = createSender({
        ...readKey(options),
        timeout,
        userAgent: 'sig-send',
        ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
        ...(bearerFile === undefined ? {} : { bearer: readOneSecret(bearerFile) }),
      });
      const call = sender.call();
      try {
        const content = contentOf(options);
        const bare = content.params === undefined && content.body === undefined;
        const result = await call.send({
          url,
          ...content,
          ...(bare && !options.get && !options.websocket ? { params: [] } : {}),
          ...(options.websocket ? { upgrade: true } : {}),
          fallbackUrl: fallback,
          headers: Object.fromEntries(parsePairs(addHeader)),
        });
        result.socket?.destroy();
        process.exitCode = result.status < 400 ? exitCodes.good : exitCodes.bad;
        const { status, headers, text, exchange, fellBackFrom } = result;
        if (options.json)
          return printJson({ url: result.url, status, headers, text, exchange, fellBackFrom });
        for (const step of exchange) {
          const auth = step.authorization === undefined ? '' : `, ${step.authorization}`;
          print(
            colors.dim(
              `${step.method} ${step.url}: ${step.status} (${step.milliseconds.toFixed(0)} ms${auth})`,
            ),
          );
        }
        if (text !== '') print(text);
      } finally {
        call.close();
      }
    });
}
