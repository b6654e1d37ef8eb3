import fc from "fast-check";
import { expect, test } from "vitest";
import { addCheckpointBody, MAX_ADD_CHECKPOINT, parseAddCheckpoint } from "./add-checkpoint.ts";

const HASH = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=";
const NOTE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— a AAAAAAA=\n";
const BODY = `old 20852014\n${HASH}\n\n${NOTE}`;

test("a request is read as it was written", () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
  const asked = fc.record({
    oldSize: fc.maxSafeNat(),
    proof: fc.array(hash, { maxLength: 63 }),
    note: fc.string({ unit: "binary" }),
  });
  const property = fc.property(asked, (one) => {
    expect(parseAddCheckpoint(addCheckpointBody(one))).toEqual(one);
  });
  fc.assert(property);
  expect(parseAddCheckpoint(BODY)).toEqual({ oldSize: 20_852_014, proof: [Buffer.from(HASH, "base64")], note: NOTE });
  expect(addCheckpointBody({ oldSize: 20_852_014, proof: [Buffer.from(HASH, "base64")], note: NOTE })).toBe(BODY);
});

test("63 lines of proof are the most, and fit with a hundred signatures", () => {
  const lines = (count: number) => `old 5\n${`${HASH}\n`.repeat(count)}\n${NOTE}`;
  expect(parseAddCheckpoint(lines(63))?.proof).toHaveLength(63);
  expect(parseAddCheckpoint(lines(64))).toBeUndefined();
  expect(parseAddCheckpoint(lines(0))?.proof).toEqual([]);
  // A witness's two lines, Ed25519 and ML-DSA-44, are 3.5 kB.
  expect(lines(63).length + 64 * 3_500).toBeLessThan(MAX_ADD_CHECKPOINT);
});

test.each([
  ["a leading zero", BODY.replace("old 2", "old 02")],
  ["a sign", BODY.replace("old 2", "old +2")],
  ["two spaces", BODY.replace("old 2", "old  2")],
  ["a space behind", BODY.replace("014\n", "014 \n")],
  ["a tab", BODY.replace("old ", "old\t")],
  ["no size", BODY.replace("old 20852014", "old ")],
  ["another word", BODY.replace("old", "Old")],
  ["a size above 2^53", BODY.replace("20852014", "9007199254740993")],
  ["a hash of 31 bytes", BODY.replace(HASH, Buffer.alloc(31).toString("base64"))],
  ["a hash with bits that are not used", BODY.replace("kaw=", "kax=")],
  ["a hash without padding", BODY.replace("kaw=", "kaw")],
  ["two hashes on a line", BODY.replace(HASH, `${HASH}${HASH}`)],
  ["carriage returns", BODY.replaceAll("\n", "\r\n")],
  ["no empty line", BODY.replaceAll("\n\n", "\n")],
  ["an empty line first", `\n${BODY}`],
  ["nothing", ""],
])("a request with %s is malformed", (_, body) => {
  expect(parseAddCheckpoint(body)).toBeUndefined();
});

test("whatever is read stood there as it would be written", () => {
  const piece = fc.constantFrom("\n", "old ", "0", "17", HASH, " ", "\n\n", NOTE);
  const soup = fc.array(fc.oneof({ weight: 5, arbitrary: piece }, fc.string({ unit: "binary" })), { maxLength: 12 });
  const property = fc.property(soup, (all) => {
    const body = all.join("");
    const asked = parseAddCheckpoint(body);
    if (asked !== undefined) expect(addCheckpointBody(asked)).toBe(body);
  });
  fc.assert(property, { numRuns: 2_000 });
});
