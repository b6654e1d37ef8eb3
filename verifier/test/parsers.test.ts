/** Whatever is given to a parser: a verdict, never a throw, never an acceptance of what is not canonical, in linear time. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nodeRuntime } from "../cli/node-runtime.mjs";
import { formatBase64, parseBase64 } from "../lib/base64.mjs";
import { checkCheckpoint, readProofLines } from "../lib/check-checkpoint.mjs";
import { checkCompleteness } from "../lib/check-completeness.mjs";
import { checkProof } from "../lib/check-leaf.mjs";
import { parseDecimal } from "../lib/decimal.mjs";
import { parseEntry } from "../lib/entry.mjs";
import { Fault } from "../lib/fault.mjs";
import { parsePolicy } from "../lib/policy.mjs";
import { sha256 } from "../lib/sha256.mjs";
import { parseTlogProof } from "../lib/tlog-proof.mjs";
import { readTrust } from "../lib/trust.mjs";
import { parseVkey } from "../lib/vkey.mjs";

const read = (file: string) => readFileSync(join(import.meta.dirname, "../../vectors/ledger", file));
const [policy, vkey, proof, leaf] = ["log.policy", "log.vkey", "proofs/257-256.tlog-proof", "leaves/256.leaf"].map(
  read,
);
if (policy === undefined || vkey === undefined || proof === undefined || leaf === undefined)
  throw new Error("no vectors");
const trust = readTrust([], policy, sha256);
if (trust instanceof Fault) throw new Error(trust.code);
const checkpoint = read("checkpoints/257");

/** Pieces of what is read, in any order, and any bytes between. */
const pieces = [
  "\n",
  "\n\n",
  "— ",
  "index 0\n",
  "c2sp.org/tlog-proof@v1\n",
  "log ",
  "quorum none\n",
  "witness a ",
  '{"',
  '":',
  '"at"',
  '"v":1}',
  "null",
  "[",
  "\\u0000",
  "=",
  "+",
  " ",
];
const soup = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...pieces).map((text) => Buffer.from(text)) },
      fc.constantFrom(policy, vkey, proof, leaf, checkpoint),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

test("no bytes make it throw, and none that it was not given whole are accepted", async () => {
  const property = fc.asyncProperty(soup, async (bytes) => {
    const reports = [
      await checkCheckpoint(bytes, trust, nodeRuntime),
      await checkProof(bytes, { bytes: leaf, isAny: false }, trust, nodeRuntime),
      await checkProof(proof, { bytes, isAny: true }, trust, nodeRuntime),
      await checkCompleteness(bytes, trust, nodeRuntime),
    ];
    const whole = [checkpoint, proof, leaf].some((one) => one.equals(bytes));
    if (!whole) expect(reports.map(({ outcome }) => outcome)).not.toContain("verified");
    parseVkey(bytes.toString("latin1"), sha256);
    parsePolicy(bytes, sha256);
    readProofLines(bytes);
    parseEntry(bytes);
  });
  await fc.assert(property, { numRuns: 1_500 });
  expect((await checkProof(proof, { bytes: leaf, isAny: false }, trust, nodeRuntime)).outcome).toBe("verified");
});

test.each([
  "",
  "00",
  "01",
  "+1",
  "-1",
  " 1",
  "1 ",
  "0x1",
  "1e3",
  "1.0",
  "9007199254740992",
  "18446744073709551616",
  "١",
  "1\n",
])("%j is no number", (text) => {
  expect(parseDecimal(text)).toBeUndefined();
  expect([parseDecimal("0"), parseDecimal("9007199254740991")]).toEqual([0, 9_007_199_254_740_991]);
});

test("base 64 has one form", () => {
  const property = fc.property(
    fc.uint8Array({ maxLength: 100 }),
    fc.nat(140),
    fc.string({ maxLength: 2 }),
    (bytes, at, put) => {
      const text = formatBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(Buffer.from(parseBase64(text) ?? "").equals(bytes)).toBe(true);
      const changed = text.slice(0, at) + put + text.slice(at);
      const again = parseBase64(changed);
      if (again !== undefined) expect(formatBase64(again)).toBe(changed);
    },
  );
  fc.assert(property);
});

test("its own SHA-256 is that of others, at every length around a block", () => {
  for (let length = 0; length < 300; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
    expect(Buffer.from(sha256(bytes)).equals(createHash("sha256").update(bytes).digest())).toBe(true);
  }
});

/** Entries with members of every sort that RFC 8785 and the format know. */
const member = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
);
const entry = fc.dictionary(fc.string({ minLength: 1 }), member, { maxKeys: 6 }).map((more) => ({
  ...more,
  at: "2026-11-23T00:00:00.000Z",
  event: "relay.receive-text",
  v: 1,
  customer: undefined,
  customerSeq: undefined,
  previous: undefined,
}));

test("what another implementation of RFC 8785 writes is read, and anything else of the same meaning is not", () => {
  const property = fc.property(entry, (body) => {
    const bytes = Buffer.from(canonicalize(JSON.parse(JSON.stringify(body))) as string);
    expect(parseEntry(bytes)).not.toBeInstanceOf(Fault);
    expect(parseEntry(Buffer.from(JSON.stringify(JSON.parse(bytes.toString()), undefined, 1)))).toBeInstanceOf(Fault);
    expect(parseEntry(Buffer.concat([bytes, Buffer.from(" ")]))).toBeInstanceOf(Fault);
    expect(parseEntry(bytes.subarray(0, -1))).toBeInstanceOf(Fault);
  });
  fc.assert(property);
});

test("a million bytes that lead a reader astray take less than a second each", async () => {
  for (const bait of [
    "A",
    "\n",
    "\n\n",
    "— a AAAA\n",
    "{",
    '{"a":',
    "[",
    '"',
    "\\u0000",
    "log ",
    "group g any a\n",
    "c2sp.org/tlog-proof@v1\nindex 0\n",
    "é",
  ]) {
    const bytes = Buffer.from(bait.repeat(Math.ceil(1_000_000 / Buffer.byteLength(bait))));
    const began = performance.now();
    await checkCheckpoint(bytes, trust, nodeRuntime);
    await checkCompleteness(bytes, trust, nodeRuntime);
    parseTlogProof(bytes);
    parsePolicy(bytes, sha256);
    parseEntry(bytes);
    parseVkey(bytes.toString("latin1"), sha256);
    expect(performance.now() - began, JSON.stringify(bait)).toBeLessThan(1_000);
  }
});
