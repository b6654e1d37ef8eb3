import fc from "fast-check";
import { expect, test } from "vitest";
import { checkpointText, parseCheckpoint, parseSize } from "./checkpoint.ts";

const ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
/** Source: C2SP tlog-checkpoint v1.0.0, example. */
const TEXT = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`;
const READ = { origin: "example.com/behind-the-sofa", size: 20_852_163, root: ROOT };

test("the checkpoint of the specification is read, and written again", () => {
  expect(parseCheckpoint(TEXT)).toEqual(READ);
  expect(checkpointText(READ)).toBe(TEXT);
  expect(parseCheckpoint(`${TEXT}an extension\nanother\n`)).toEqual(READ);
});

test.each([
  ["no origin", TEXT.replace("example.com/behind-the-sofa", "")],
  ["a leading zero", TEXT.replace("20852163", "020852163")],
  ["two zeros", TEXT.replace("20852163", "00")],
  ["a plus sign", TEXT.replace("20852163", "+20852163")],
  ["a minus sign", TEXT.replace("20852163", "-1")],
  ["hexadecimal digits", TEXT.replace("20852163", "0x13")],
  ["an exponent", TEXT.replace("20852163", "2e7")],
  ["a fraction", TEXT.replace("20852163", "2.0")],
  ["a space before the size", TEXT.replace("20852163", " 20852163")],
  ["a space after the size", TEXT.replace("20852163", "20852163 ")],
  ["digits of another script", TEXT.replace("20852163", "٢٠")],
  ["no size", TEXT.replace("20852163", "")],
  ["a size of 2^53", TEXT.replace("20852163", "9007199254740992")],
  ["a size of 2^64", TEXT.replace("20852163", "18446744073709551616")],
  ["a size of a million digits", TEXT.replace("20852163", "1".repeat(1_000_000))],
  ["a root of 31 bytes", TEXT.replace(ROOT, Buffer.alloc(31).toString("base64"))],
  ["a root of 33 bytes", TEXT.replace(ROOT, Buffer.alloc(33).toString("base64"))],
  ["a root without padding", TEXT.replace("=", "")],
  ["a root with bits that are not used", TEXT.replace("q2I=", "q2J=")],
  ["a root in hexadecimal", TEXT.replace(ROOT, "0".repeat(64))],
  ["two lines", TEXT.slice(0, TEXT.indexOf(ROOT))],
  ["a last line without its end", TEXT.slice(0, -1)],
  ["an empty line behind", `${TEXT}\n`],
  ["an empty line among extensions", `${TEXT}one\n\ntwo\n`],
  ["an empty line before", `\n${TEXT}`],
  ["carriage returns", TEXT.replaceAll("\n", "\r\n")],
  ["nothing", ""],
])("a checkpoint with %s is none", (_, text) => {
  expect(parseCheckpoint(text)).toBeUndefined();
});

test("the largest size is the last whole number", () => {
  expect(parseSize("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  expect(parseSize("0")).toBe(0);
});

test("whatever is read stood there as it would be written", () => {
  const piece = fc.constantFrom("\n", "0", "17", ROOT, "example.com/log", " ", "=", "é", "\r");
  const soup = fc.array(fc.oneof({ weight: 3, arbitrary: piece }, fc.string({ unit: "binary" })), { maxLength: 9 });
  const property = fc.property(
    fc.oneof(
      soup.map((all) => all.join("")),
      soup.map((all) => `${all.join("\n")}\n`),
    ),
    (text) => {
      const checkpoint = parseCheckpoint(text);
      if (checkpoint !== undefined) expect(text.startsWith(checkpointText(checkpoint))).toBe(true);
      const size = parseSize(text);
      if (size !== undefined) expect(String(size)).toBe(text);
    },
  );
  fc.assert(property, { numRuns: 2_000 });
});
