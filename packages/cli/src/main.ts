#!/usr/bin/env node
import { CaptureError } from '@sig/capture';
import { OptionError } from '@sig/core';
import { SenderError } from '@sig/sender';
import { Command, CommanderError } from 'commander';
import colors from 'picocolors';
import { addDoctor } from './commands/doctor.js';
import { addExplain } from './commands/explain.js';
import { addListen } from './commands/listen.js';
import { addProxy } from './commands/proxy.js';
import { refuseRepeats } from './commands/request-options.js';
import { addSend } from './commands/send.js';
import { addSign } from './commands/sign.js';
import { addVerify } from './commands/verify.js';
import { exitCodes, UsageError } from './errors.js';
import { reasonOf } from './input/text.js';
import { width } from './output.js';
import { version } from './version.js';

const program = new Command('sig')
  .description(
    'Signed webhooks: sign, verify, explain, send, listen, a doctor for any endpoint, and a proxy that verifies.',
  )
  .version(version)
  .configureHelp({ helpWidth: width() })
  .exitOverride()
  .addHelpText(
    'after',
    `
The auth token comes from TWILIO_AUTH_TOKEN, --token-file or --token-stdin,
never from an argument.

Exit codes: 0 done, valid, no fault; 1 check failed; 2 usage error;
3 no response; 4 a defect of sig.`,
  );
const commands = [addSign, addVerify, addExplain, addSend, addListen, addDoctor, addProxy];
for (const add of commands) add(program);
// Commands inherit none of this by themselves.
for (const command of program.commands) {
  refuseRepeats(command.exitOverride().configureHelp({ helpWidth: width() }));
}

// A reader that has seen enough (| head) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  const text = `Standard output cannot be written: ${reasonOf(error)}.`;
  process.exit(report(new UsageError(text)));
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.good : exitCodes.usage;
  const { message, stack } = error as Error;
  const fail = (text: string) => process.stderr.write(`${colors.red('sig')}: ${text}\n`);
  if (error instanceof SenderError) {
    fail(`${error.code}: ${message}`);
    // Neither has been sent.
    const isUsage = error.code === 'invalid-url' || error.code === 'token-in-clear';
    return isUsage ? exitCodes.usage : exitCodes.unreachable;
  }
  if ([UsageError, CaptureError, OptionError].some((kind) => error instanceof kind)) {
    fail(message);
    return exitCodes.usage;
  }
  fail(`This is a defect of sig ${version}, not of what you gave it: please report it.\n${stack}`);
  return exitCodes.defect;
}
