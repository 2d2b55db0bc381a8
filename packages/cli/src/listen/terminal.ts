import colors from 'picocolors';
import { jsonLine, printRecord } from '../capture/print-record.js';
import { print, wrap } from '../output.js';
import type { Listener } from './listener.js';
import type { ListenSettings } from './settings.js';

/** How requests are printed. */
export interface TerminalOptions {
  /** Whether each is a line of JSON. */
  readonly json: boolean;
  readonly columns: () => number;
}

/** Prints each request once all is known of it. */
export function printRequests(listener: Listener, { json, columns }: TerminalOptions): void {
  listener.onSettled((record) =>
    print(json ? jsonLine(record) : printRecord(record, { columns: columns() })),
  );
}

/** Where things are. */
export interface Addresses {
  readonly port: number;
  /** The address of the page, with its secret. */
  readonly page: string | undefined;
  readonly save: string | undefined;
}

/** What to know at the start: in a few lines, with what to do next. */
export function introduction(
  { forward, publicUrl, keys, enforce }: ListenSettings,
  { port, page, save }: Addresses,
): string {
  const here = `http://127.0.0.1:${port}`;
  const verifies =
    keys === undefined
      ? 'nothing: there is no key (set TWILIO_AUTH_TOKEN)'
      : `${publicUrl ?? 'the URL that the tunnel names (or give --public-url)'}${enforce ? '; what does not verify is refused' : ''}`;
  const row = (name: string, text: string) => `  ${colors.dim(name.padEnd(9))} ${text}`;
  return [
    `${colors.bold('sig listen')} ${here} ${colors.dim('→')} ${forward}`,
    row('verifies', verifies),
    ...(page === undefined ? [] : [row('page', colors.cyan(page))]),
    ...(save === undefined ? [] : [row('saves to', save)]),
    row('tunnel', `point it at port ${port}`),
    row('try', `sig send ${publicUrl === undefined ? here : publicUrl}/voice --as voice`),
    '',
    wrap('Waiting for requests. Ctrl+C ends.', '  '),
  ].join('\n');
}
