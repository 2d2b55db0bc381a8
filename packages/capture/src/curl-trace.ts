import { CaptureError } from './errors.js';

/** A part of a trace: what it is of, how many bytes, and the lines that print them. */
interface Block {
  readonly title: string;
  readonly size: number;
  readonly lines: readonly string[];
}

/** 16 bytes or fewer, as `--trace` prints them. */
const hexLine = /^[0-9a-f]{4,}: ((?:[0-9a-f]{2} | {3}){16})/;

/**
 * The request in what curl writes with `--trace` (all bytes) or `--trace-ascii` (dots for those that are not
 * printable).
 *
 * @returns `undefined` if a text is no such trace
 * @throws CaptureError if it is not complete, or its dots may be anything
 */
export function readTrace(
  text: string,
): { readonly head: string; readonly body: Uint8Array } | undefined {
  const [first, ...others] = blocksOf(text);
  if (first === undefined) return undefined;
  const end = others.findIndex(({ title }) => !/^=> Send data$/.test(title));
  const data = others.slice(0, end < 0 ? undefined : end);
  const isHex = first.lines.every((line) => hexLine.test(line));
  const read = isHex ? bytesOfHex : bytesOfText;
  const head = new TextDecoder().decode(read(first));
  const body = Uint8Array.from(data.flatMap((block) => [...read(block)]));
  const isForm = /^content-type:[ \t]*application\/x-www-form-urlencoded/im.test(head);
  if (isHex || isForm || !body.includes(dot)) return { head, body };
  throw new CaptureError(
    'The trace has dots in place of bytes of the body: run curl with --trace, not --trace-ascii.',
  );
}

const dot = '.'.charCodeAt(0);

/** The parts that were sent or received as HTTP, from the head of the first request on. */
function blocksOf(text: string): Block[] {
  const lines = text.split(/\r?\n/);
  const heads = lines.flatMap((line, i) => {
    const [, title, size] =
      /^(?:[\d:.]+ )?([=<][=>] .+?)(?:, \d+ bytes \(0x([0-9a-f]+)\))?$/.exec(line) ?? [];
    return title === undefined ? [] : [{ title, size: Number.parseInt(size ?? '0', 16), i }];
  });
  const blocks = heads.map(({ title, size, i }, at) => ({
    title,
    size,
    lines: lines.slice(i + 1, heads[at + 1]?.i).filter((line) => /^[0-9a-f]{4,}:/.test(line)),
  }));
  const first = blocks.findIndex(({ title }) => title === '=> Send header');
  const isHttp = ({ title }: Block) => /^(?:=> Send|<= Recv) (?:header|data)$/.test(title);
  return first < 0 ? [] : blocks.slice(first).filter(isHttp);
}

function bytesOfHex({ size, lines }: Block): Uint8Array {
  const hex = lines.flatMap((line) => hexLine.exec(line)?.[1]?.match(/[0-9a-f]{2}/g) ?? []);
  return complete(
    Uint8Array.from(hex, (byte) => Number.parseInt(byte, 16)),
    size,
  );
}

/** Each line says where it begins: there is a line end before it, or nothing. */
function bytesOfText({ size, lines }: Block): Uint8Array {
  const starts = lines.map((line) => Number.parseInt(line, 16));
  const text = lines.map((line, i) => {
    const part = line.replace(/^[0-9a-f]+: ?/, '');
    const isEnded = (starts[i] ?? 0) + part.length + 2 === (starts[i + 1] ?? size);
    return isEnded ? `${part}\r\n` : part;
  });
  return complete(new TextEncoder().encode(text.join('')), size);
}

function complete(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length === size) return bytes;
  throw new CaptureError('The trace of curl is not complete: give all that it wrote.');
}
