import type { Command } from 'commander';
import { readHar } from '../capture/har.js';
import { HarFile } from '../capture/har-file.js';
import { jsonLine, printRecord } from '../capture/print-record.js';
import { type RequestRecord, withoutUserinfo } from '../capture/record.js';
import { RecordList } from '../capture/record-list.js';
import { exitCodes, UsageError } from '../errors.js';
import { eventKinds, exampleOf } from '../events/events.js';
import { readInput } from '../input/text.js';
import { readKeysIfAny } from '../input/token.js';
import type { PageSource } from '../listen/page/api.js';
import type { PageServer } from '../listen/page/server.js';
import type { ListenSettings } from '../listen/settings.js';
import { introduction, printRequests } from '../listen/terminal.js';
import { print, width, wrap } from '../output.js';
import type { PageState } from '../page/protocol.js';
import { version } from '../version.js';
import { onlyOneOf, type RequestOptions, withCommon, withSharedKey } from './request-options.js';

interface ListenOptions extends RequestOptions {
  readonly forward?: string;
  readonly publicUrl?: string;
  readonly port?: number;
  readonly pagePort?: number;
  readonly enforce?: boolean;
  readonly save?: string;
  readonly open?: string;
  /** `false` for `--no-page`. */
  readonly page: boolean;
}

export function addListen(program: Command): void {
  withSharedKey(withCommon(program.command('listen')))
    .summary('show every request on its way to an app, and why one was refused')
    .description(
      'A proxy on this machine, between a tunnel and your app. It shows each request, verifies its signature, and forwards it byte for byte, also if it does not verify. Without a key it verifies nothing.',
    )
    .option('--forward <url>', 'the app: http://127.0.0.1:3000')
    .option('--public-url <url>', 'the origin that is configured at the sender')
    .option('--port <number>', 'where to listen, on this machine only; default: 4040', port)
    .option('--page-port <number>', 'where the page is; default: any that is free', port)
    .option('--enforce', 'refuse what does not verify')
    .option('--save <file>', 'append each request to a HAR file')
    .option('--open <file>', 'show the requests of a HAR file, and listen to nothing')
    .option('--no-page', 'in the terminal alone, without a page')
    .addHelpText(
      'after',
      `
Examples:
  sig listen --forward http://127.0.0.1:3000
  sig listen --forward http://127.0.0.1:3000 --save calls.har
  sig listen --forward http://127.0.0.1:3000 --json | jq .params.From
  sig listen --open calls.har --no-page`,
    )
    .action(async (options: ListenOptions) => {
      const { forward, open, json = false } = options;
      checkOptions(options);
      if (open !== undefined) return openFile(options, open);
      if (forward === undefined) {
        throw new UsageError('Give the app: sig listen --forward http://127.0.0.1:3000');
      }
      const settings: ListenSettings = {
        forward,
        publicUrl: options.publicUrl,
        keys: readKeysIfAny(options),
        enforce: options.enforce === true,
      };
      if (settings.enforce && settings.keys === undefined) {
        throw new UsageError('--enforce needs a key: set TWILIO_AUTH_TOKEN, or give --token-file.');
      }
      // Its parts take a while to load, and no other command needs them.
      const { createListener } = await import('../listen/listener.js');
      const listener = createListener(settings);
      const file = options.save === undefined ? undefined : new HarFile(options.save, version);
      if (file !== undefined) listener.onSettled(saving(file));
      printRequests(listener, { json, columns: width });
      const { port } = await listening('--port', options.port ?? 4040, (port) =>
        listener.listen(port),
      );
      // Standard output is for the requests alone if another program reads it.
      const hasPage = options.page && !json;
      const source = { list: listener.list, listener, port, version };
      const page = hasPage
        ? await pageOf(source, { save: options.save }, options.pagePort).catch(async (error) => {
            await listener.close();
            throw error;
          })
        : undefined;
      const start = introduction(settings, { port, page: page?.address, save: options.save });
      process.stderr.write(`${start}\n`);
      await ended();
      page?.close();
      await listener.close();
      file?.close();
    });
}

/** Appends each request to a file. That it cannot is said once: a full disk is full for each of them. */
function saving(file: HarFile): (record: RequestRecord) => void {
  let isSaid = false;
  return (record) => {
    try {
      file.append(record);
    } catch (error) {
      if (isSaid) return;
      isSaid = true;
      const text = `A request was not saved: ${(error as Error).message}. Make room on the disk, or start again with another file for --save. All requests are still forwarded and shown.`;
      process.stderr.write(`${wrap(text, '  ')}\n`);
    }
  };
}

/** Refuses what would be left out. */
function checkOptions(options: ListenOptions): void {
  const { open, forward, save, enforce, publicUrl, port, page, pagePort, json } = options;
  for (const [name, value] of Object.entries({
    '--forward, --save or --enforce': forward ?? save ?? enforce,
    '--public-url or --port': publicUrl ?? port,
    'a key': options.tokenFile ?? options.tokenStdin ?? options.sharedKeyId,
  })) {
    onlyOneOf({ '--open': open, [name]: value }, 'A file is shown without an app.');
  }
  onlyOneOf({ '--no-page': !page, '--page-port': pagePort }, 'There is no page then.');
  onlyOneOf({ '--json': json, '--page-port': pagePort }, 'There is no page then.');
}

async function openFile(options: ListenOptions, path: string): Promise<void> {
  const { json } = options;
  const list = new RecordList(Number.POSITIVE_INFINITY);
  for (const one of readHar(readInput(path))) list.add(one);
  for (const record of list.all) {
    print(json === true ? jsonLine(record) : printRecord(record, { columns: width() }));
  }
  process.exitCode = exitCodes.good;
  if (!options.page || json === true) return;
  const source = { list, listener: undefined, port: 0, version };
  const page = await pageOf(source, { opened: path }, options.pagePort);
  process.stderr.write(`\n  page      ${page.address}\n`);
  await ended();
  page.close();
}

/** Serves the page, next to the port that a tunnel points at: never on it. */
async function pageOf(
  source: PageSource,
  files: { readonly save?: string | undefined; readonly opened?: string },
  port: number | undefined,
): Promise<PageServer> {
  const { servePage } = await import('../listen/page/server.js');
  const { settings } = source.listener ?? {};
  const state: PageState = {
    version,
    forward: settings?.forward,
    listensAt: settings === undefined ? undefined : `http://127.0.0.1:${source.port}`,
    publicUrl: settings?.publicUrl && withoutUserinfo(settings.publicUrl),
    enforce: settings?.enforce === true,
    hasKey: settings?.keys !== undefined,
    saves: files.save,
    opened: files.opened,
    events: eventKinds.map((kind) => {
      const { about, path } = exampleOf(kind);
      return { kind, about, path };
    }),
  };
  const folder = new URL('./page/', import.meta.url);
  return listening('--page-port', port ?? 0, (port) => servePage(source, state, { port, folder }));
}

/** @throws UsageError if the port of an option is taken */
async function listening<T>(
  option: string,
  port: number,
  listen: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EADDRINUSE' ? 'is taken' : 'may not be used';
    throw new UsageError(`Port ${port} ${why}. Give another one: ${option} ${port + 1}`);
  }
}

/** Resolves when the user ends the program. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** @throws UsageError if it is not the number of a port */
function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value < 65_536) return value;
  throw new UsageError(`--port must be a number from 0 to 65535; got ${JSON.stringify(text)}.`);
}
