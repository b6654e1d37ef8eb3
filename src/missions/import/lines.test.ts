import fc from "fast-check";
import { expect, test } from "vitest";
import type { Line } from "./lines.ts";
import { MAX_LINE_BYTES, readLines } from "./lines.ts";

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(bytes: Uint8Array, encoding: "auto" | "utf-8" | "windows-1252" = "auto", size = 7) {
  const lines: Line[] = [];
  for await (const batch of readLines(inPieces(bytes, size), encoding)) lines.push(...batch);
  return lines.map((line) => ("text" in line ? line.text : `<${line.problem}>`));
}

const latin = (text: string) => Buffer.from(text, "latin1");

const FILES: [name: string, bytes: Buffer, lines: string[]][] = [
  ["nothing", latin(""), []],
  ["one line without an end", latin("a;b"), ["a;b"]],
  ["LF", latin("a\nb\n"), ["a", "b"]],
  ["CR LF", latin("a\r\nb\r\n"), ["a", "b"]],
  ["CR alone, as an old Mac writes", latin("a\rb\rc"), ["a", "b", "c"]],
  ["LF first, a CR inside a later line", latin("a\nb\rc\n"), ["a", "b\rc"]],
  ["empty lines keep their place", latin("a\n\n\nb"), ["a", "", "", "b"]],
  ["UTF-8", Buffer.from("Hélène\nŒuf €\n"), ["Hélène", "Œuf €"]],
  ["UTF-8 with a byte order mark", Buffer.from("\ufeffHélène\nb"), ["Hélène", "b"]],
  ["a byte order mark and nothing else", Buffer.from("\ufeff"), []],
  ["UTF-16, little end first", Buffer.from("\ufeffHélène\r\nb", "utf16le"), ["Hélène", "b"]],
  ["UTF-16, big end first", Buffer.from("\ufeffHélène\r\nb", "utf16le").swap16(), ["Hélène", "b"]],
  ["Windows-1252", latin("a\nH\xe9l\xe8ne\n\x80 \x9cuf"), ["a", "Hélène", "€ œuf"]],
];

test.each(FILES)("%s is read whatever the pieces it comes in", async (_name, bytes, lines) => {
  for (const size of [1, 2, 3, 5, 1_000]) expect(await linesOf(bytes, "auto", size)).toEqual(lines);
});

const MIXED: [name: string, bytes: Buffer, lines: string[]][] = [
  [
    "a UTF-8 file",
    Buffer.concat([Buffer.from("é\n"), latin("\xe9\n"), Buffer.from("è")]),
    ["é", "<encoding_mixed>", "è"],
  ],
  [
    "a Windows-1252 file",
    Buffer.concat([latin("\xe9\n"), Buffer.from("é\n"), latin("\xe8")]),
    ["é", "<encoding_mixed>", "è"],
  ],
  [
    "a file with a mark",
    Buffer.concat([Buffer.from("\ufeffa\n"), latin("\xe9\n"), latin("b")]),
    ["a", "<encoding_mixed>", "b"],
  ],
  ["UTF-16 cut in half", Buffer.concat([Buffer.from("\ufeffa\nb", "utf16le"), latin("x")]), ["a", "<encoding_mixed>"]],
  ["text whose letters were lost before", Buffer.from("Ren\ufffde\nb"), ["<encoding_mixed>", "b"]],
  ["text encoded twice", Buffer.from("HÃ©lÃ¨ne\nb"), ["<encoding_mixed>", "b"]],
  ["Mac Roman (é is 8E)", latin("Andr\x8e\nT\x8ea\nb"), ["<encoding_mixed>", "<encoding_mixed>", "b"]],
  ["Mac Roman (à is 88, è is 8F)", latin("Genevi\x8fve\n\x88\nb"), ["<encoding_mixed>", "<encoding_mixed>", "b"]],
  ["DOS (é is 82, ç is 87)", latin("Andr\x82\nFran\x87ois\nb"), ["<encoding_mixed>", "<encoding_mixed>", "b"]],
];

test.each(MIXED)("%s gives an error on the line and never wrong letters", async (_name, bytes, lines) => {
  for (const size of [1, 4, 1_000]) expect(await linesOf(bytes, "auto", size)).toEqual(lines);
});

test("names that look odd but are right pass", async () => {
  const names = [
    "Ždanov",
    "ŽELEZNÝ",
    "Štěpán",
    "Ÿvette",
    "L’Haÿ-les-Roses",
    "« PÂTÉ »",
    "SÃO João",
    "Ångström",
    "Œuvre",
  ];
  expect(await linesOf(Buffer.from(names.join("\n")))).toEqual(names);
  expect(await linesOf(latin("\x8edanov\nL\x92Ha\xff\n\x8eELEZN\xdd\nDU\x8eAN"))).toEqual([
    "Ždanov",
    "L’Haÿ",
    "ŽELEZNÝ",
    "DUŽAN",
  ]);
});

test("a byte that contradicts 20,000 earlier lines is an error on its own line only", async () => {
  const ascii = latin("M-1;plain\n".repeat(20_000));
  const late = await linesOf(Buffer.concat([Buffer.from("é\n"), ascii, latin("\xe9\nlast")]), "auto", 4_096);
  expect(late.slice(-2)).toEqual(["<encoding_mixed>", "last"]);
  expect(late.filter((line) => line === "M-1;plain")).toHaveLength(20_000);
});

test("20,000 lines of ASCII do not settle the encoding: the first accent after them does", async () => {
  const late = await linesOf(latin(`${"M-1;plain\n".repeat(20_000)}H\xe9l\xe8ne`), "auto", 4_096);
  expect(late.at(-1)).toBe("Hélène");
});

test("an encoding that the mapping names is checked, not believed", async () => {
  expect(await linesOf(latin("\xe9\nb"), "utf-8")).toEqual(["<encoding_mixed>", "b"]);
  expect(await linesOf(Buffer.from("é\nb"), "windows-1252")).toEqual(["<encoding_mixed>", "b"]);
  expect(await linesOf(latin("\xe9\nb"), "windows-1252")).toEqual(["é", "b"]);
});

test("a line is read at the limit, and over it reported without hurting the next", async () => {
  const atLimit = "x".repeat(MAX_LINE_BYTES);
  for (const size of [1_000, 65_536, 1_000_000]) {
    expect(await linesOf(latin(`a\n${atLimit}\nb\n`), "auto", size)).toEqual(["a", atLimit, "b"]);
    expect(await linesOf(latin(`a\n${atLimit}x\nb\n`), "auto", size)).toEqual(["a", "<row_too_long>", "b"]);
    expect(await linesOf(latin(`${atLimit.repeat(3)}\nb\n`), "auto", size)).toEqual(["<row_too_long>", "b"]);
    expect(await linesOf(latin(`a\n${atLimit}x`), "auto", size)).toEqual(["a", "<row_too_long>"]);
  }
});

test("any bytes give lines, whatever the pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom("auto" as const, "utf-8" as const, "windows-1252" as const),
      fc.integer({ min: 1, max: 50 }),
      async (bytes, encoding, size) => {
        const whole = await linesOf(bytes, encoding, 10_000);
        expect(await linesOf(bytes, encoding, size)).toEqual(whole);
      },
    ),
    { numRuns: 500 },
  );
});
