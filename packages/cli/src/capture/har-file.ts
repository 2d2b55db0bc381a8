import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { UsageError } from '../errors.js';
import { harEntry, readHar } from './har.js';
import type { RequestRecord } from './record.js';

const end = '\n]}}\n';

/**
 * A HAR file that requests are appended to. Only its end is written: after each request it is a whole file, however long it
 * is. Only its owner may read it.
 */
export class HarFile {
  readonly #file: number;

  /** @throws UsageError if it cannot be written, or is something else than a HAR file */
  constructor(path: string, version: string) {
    try {
      this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    } catch (error) {
      throw new UsageError(`The file cannot be written: ${(error as Error).message}`);
    }
    try {
      // Devices have no end to write before; some can be read for ever.
      if (!fstatSync(this.#file).isFile()) throw new UsageError(`${path} is not a file.`);
      this.#begin(readFileSync(path, 'utf8'), version);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** Makes the file one that can be appended to. */
  #begin(text: string, version: string): void {
    const own = '{"log":{"version":"1.2","creator":{"name":"sig"';
    if (text.startsWith(own) && text.endsWith(end)) return;
    if (text !== '') readHar(text);
    // Written by another program: its entries stay as they are.
    const entries: object[] = text === '' ? [] : JSON.parse(text).log.entries;
    const lines = entries.map((entry) => `\n${JSON.stringify(entry)}`).join(',');
    const start = `${own},"version":${JSON.stringify(version)}},"entries":[`;
    ftruncateSync(this.#file, this.#write(start + lines + end, 0));
  }

  /** @throws an error of the system if it cannot be written; the file is as it was then */
  append(record: RequestRecord): void {
    const { size } = fstatSync(this.#file);
    const at = size - end.length;
    const before = Buffer.alloc(1);
    readSync(this.#file, before, 0, 1, at - 1);
    const comma = before.toString() === '[' ? '' : ',';
    try {
      this.#write(`${comma}\n${JSON.stringify(harEntry(record))}${end}`, at);
    } catch (error) {
      ftruncateSync(this.#file, at);
      this.#write(end, at);
      throw error;
    }
  }

  /** Writes all of it: a disk that is getting full takes a part first. */
  #write(text: string, at: number): number {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    }
    return bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}
