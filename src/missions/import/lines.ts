import { isAscii, isUtf8 } from "node:buffer";
import type { ImportMapping } from "./mapping.ts";

/** A physical line of the file, or why it could not be read. `line` counts from 1. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: "row_too_long" | "encoding_mixed" };

/** Bytes. All fields at their longest fit four times over. A longer line is skipped without being kept. */
export const MAX_LINE_BYTES = 65_536;

type Encoding = ImportMapping["encoding"];

const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits a file into decoded lines, a batch for each piece that arrives; nothing but the current line is kept.
 *
 * The end of lines is LF or CR LF, or CR alone where the first line ends so. A byte order mark decides the encoding
 * (UTF-8 or UTF-16). Otherwise each line tells: pure ASCII means the same in every encoding; the first line with
 * other bytes settles, for `auto`, whether the file is UTF-8 (strictly decoded) or Windows-1252. A line that
 * contradicts this, however late, or that decodes to signs of damage, is reported as `encoding_mixed`: no text is
 * ever taken in the wrong encoding.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Line[]> {
  const { bytes, known } = await openBytes(source, encoding);
  const decode = decoder(known);
  let line = 0;
  for await (const raw of splitLines(bytes)) {
    yield raw.map((content): Line => {
      line += 1;
      if (content === undefined) return { line, problem: "row_too_long" };
      const text = decode(content);
      return text === undefined ? { line, problem: "encoding_mixed" } : { line, text };
    });
  }
}

/** Reads as far as the byte order mark, and turns UTF-16 into UTF-8. */
async function openBytes(
  source: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): Promise<{ bytes: AsyncIterable<Buffer>; known: Encoding }> {
  const pieces = smallPieces(source);
  const start = await readUntil(pieces, (buffer) => buffer.length >= 3);
  const bytes = startingWith(start, pieces);
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) {
    return { bytes: startingWith(start.subarray(3), pieces), known: "utf-8" };
  }
  if (start[0] === 0xff && start[1] === 0xfe) return { bytes: fromUtf16(bytes, "utf-16le"), known: "utf-8" };
  if (start[0] === 0xfe && start[1] === 0xff) return { bytes: fromUtf16(bytes, "utf-16be"), known: "utf-8" };
  return { bytes, known: encoding };
}

/** Cuts large pieces, so that the lines of one batch stay few. */
async function* smallPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let start = 0; start < buffer.length; start += MAX_LINE_BYTES) {
      yield buffer.subarray(start, start + MAX_LINE_BYTES);
    }
  }
}

async function readUntil(pieces: AsyncGenerator<Buffer>, isEnough: (buffer: Buffer) => boolean): Promise<Buffer> {
  let buffer = Buffer.alloc(0);
  while (!isEnough(buffer)) {
    const next = await pieces.next();
    if (next.done === true) return buffer;
    buffer = Buffer.concat([buffer, next.value]);
  }
  return buffer;
}

async function* startingWith(start: Buffer, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield start;
    yield* pieces;
  } finally {
    // A reader that leaves at the start has not reached the pieces yet, and the upload would stay open.
    await pieces.return(undefined);
  }
}

async function* fromUtf16(bytes: AsyncIterable<Buffer>, label: "utf-16le" | "utf-16be"): AsyncGenerator<Buffer> {
  // Not fatal: half a character becomes U+FFFD, and the line that holds it is refused below.
  const utf16 = new TextDecoder(label);
  for await (const piece of bytes) yield Buffer.from(utf16.decode(piece, { stream: true }), "utf8");
  yield Buffer.from(utf16.decode(), "utf8");
}

/** The bytes of each line without its end; undefined for a line over the limit. */
async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<(Buffer | undefined)[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let newline: number | undefined;
  for await (let piece of bytes) {
    if (newline === undefined) {
      // The end of the first line decides, and a CR needs the byte after it: keep what came until both are here.
      piece = Buffer.concat([...rest, piece]);
      newline = findNewline(piece) ?? (piece.length > MAX_LINE_BYTES ? LF : undefined);
      rest = newline === undefined && piece.length > 0 ? [piece] : [];
      restBytes = 0;
      if (newline === undefined) continue;
    }
    const lines: (Buffer | undefined)[] = [];
    let start = 0;
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, start)) {
      const tooLong = restBytes + end - start > MAX_LINE_BYTES;
      const tail = piece.subarray(start, end);
      lines.push(tooLong ? undefined : withoutCr(rest.length === 0 ? tail : Buffer.concat([...rest, tail])));
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    restBytes += piece.length - start;
    // Past the limit the bytes are only counted.
    if (restBytes > MAX_LINE_BYTES) rest = [];
    else if (start < piece.length) rest.push(piece.subarray(start));
    yield lines;
  }
  if (restBytes > MAX_LINE_BYTES) yield [undefined];
  else if (rest.length > 0) yield [withoutCr(Buffer.concat(rest))];
}

function findNewline(start: Buffer): number | undefined {
  const cr = start.indexOf(CR);
  const lf = start.indexOf(LF);
  if (lf !== -1 && (cr === -1 || cr >= lf - 1)) return LF;
  if (cr === -1 || cr === start.length - 1) return undefined;
  return start[cr + 1] === LF ? LF : CR;
}

function withoutCr(content: Buffer): Buffer {
  return content.at(-1) === CR ? content.subarray(0, -1) : content;
}

/** Remembers what the lines so far have told about the encoding; undefined for a line that contradicts it. */
function decoder(encoding: Encoding): (content: Buffer) => string | undefined {
  const windows1252 = new TextDecoder("windows-1252");
  let known = encoding;
  return (content) => {
    if (isAscii(content)) return content.toString("latin1");
    if (isUtf8(content)) {
      if (known === "auto") known = "utf-8";
      const text = content.toString("utf8");
      return known === "utf-8" && !DAMAGED_UTF8.test(text) ? text : undefined;
    }
    if (known === "auto") known = "windows-1252";
    const text = windows1252.decode(content);
    return known === "windows-1252" && !NOT_WINDOWS_1252.test(text) ? text : undefined;
  };
}

/** A replacement character (the source lost a letter), or `Ã©` and the like (UTF-8 encoded twice). */
const DAMAGED_UTF8 = /\ufffd|[ÂÃ][\u0080-\u00bf]/u;

/**
 * Signs of another one-byte encoding read as Windows-1252: bytes it does not define, marks that no row holds, and
 * capitals or low quotes inside a word, which accents of Mac Roman and DOS turn into (é is Ž in one, ‚ in the other).
 */
const NOT_WINDOWS_1252 = /[\u0080-\u009fƒˆ‡†]|\p{Ll}[ŠŽŸ]|\p{Lu}[ŠŽŸ]\p{Ll}|\p{L}[‚„]/u;
