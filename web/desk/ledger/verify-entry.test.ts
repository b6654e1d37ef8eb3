import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyEntry } from "./verify-entry.ts";

const VECTORS = join(import.meta.dirname, "../../../vectors/ledger");
const bytes = (path: string): Uint8Array => new Uint8Array(readFileSync(join(VECTORS, path)));
const KEY = readFileSync(join(VECTORS, "log.vkey"), "utf8");
const proof = bytes("proofs/257-255.tlog-proof");
const leaf = bytes("leaves/255.leaf");

test("an entry that stands in the log is verified, by its own bytes only", async () => {
  expect(await verifyEntry(proof, leaf, KEY)).toMatchObject({ outcome: "verified" });
  expect(await verifyEntry(proof, bytes("leaves/254.leaf"), KEY)).toMatchObject({ outcome: "refuted" });
});

test("another log's key, or none, accepts nothing", async () => {
  expect((await verifyEntry(proof, leaf, KEY.replace(/[a-z]/, "z"))).outcome).not.toBe("verified");
  expect((await verifyEntry(proof, leaf, "")).outcome).toBe("unchecked");
});
