import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hasOpenssl, openAuthority } from "../../tests/attestors.ts";
import { readConfig } from "../base/config.ts";
import { ed25519Cosigner } from "../ledger/index.ts";
import { readAttestors } from "./read-attestors.ts";

const folder = mkdtempSync(join(tmpdir(), "paravent-attestors-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(content: string): string {
  const file = join(folder, "file");
  writeFileSync(file, content);
  return file;
}
function read(env: Readonly<Record<string, string>>) {
  const config = readConfig(env);
  if (!config.ok) throw new Error("the configuration was refused");
  return readAttestors(config.config);
}
const { vkey } = ed25519Cosigner("witness.example/w1", generateKeyPairSync("ed25519").privateKey);

test("without settings nobody vouches", () => {
  expect(read({})).toEqual({ ok: true, attestors: { policy: undefined, authority: undefined } });
});

test("a policy that names a witness with its address is read", () => {
  const answer = read({ PARAVENT_WITNESS_POLICY: write(`witness w1 ${vkey} https://w1.example\nquorum w1\n`) });
  expect(answer).toMatchObject({ ok: true, attestors: { policy: { quorum: "w1" } } });
});

test.each([
  ["that is not there", undefined, /could not be read \(ENOENT\)$/],
  ["with a wrong line", `witness w1 ${vkey} https://w1.example\nquorum all\n`, /, line 2: all is not defined above$/],
  ["without a quorum", `witness w1 ${vkey} https://w1.example\n`, /, line \d+: .*quorum/],
  ["that gives no witness an address", `witness w1 ${vkey}\nquorum w1\n`, /none could be asked$/],
  ["that is empty", "", /line \d+/],
])("a policy %s stops the start with a sentence", (_, content, sentence) => {
  const file = content === undefined ? join(folder, "nowhere") : write(content);
  const answer = read({ PARAVENT_WITNESS_POLICY: file });
  expect(answer.ok).toBe(false);
  expect(answer).toMatchObject({ refusal: expect.stringMatching(/^PARAVENT_WITNESS_POLICY: /) });
  expect(answer).toMatchObject({ refusal: expect.stringMatching(sentence) });
});

const TSA = { PARAVENT_TSA_URL: "http://127.0.0.1:9" };
test.each([
  ["nothing", ""],
  ["words", "a certificate"],
  ["a certificate that is none", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
])("a file of roots with %s stops the start with a sentence", (_, content) => {
  expect(read({ ...TSA, PARAVENT_TSA_CA: write(content) })).toMatchObject({
    ok: false,
    refusal: expect.stringContaining("holds no certificates that can be read"),
  });
});

test("an authority is believed by itself without roots", () => {
  expect(read(TSA)).toMatchObject({ ok: true, attestors: { authority: { url: "http://127.0.0.1:9", roots: [] } } });
});

test.skipIf(!hasOpenssl)("a file may hold several roots", async () => {
  const authority = await openAuthority(join(folder, "authority"));
  authority.close();
  const both = [authority.caFile, authority.otherCaFile].map((file) => readFileSync(file, "utf8")).join("");
  const answer = read({ ...TSA, PARAVENT_TSA_CA: write(both) });
  expect(answer.ok && answer.attestors.authority?.roots).toHaveLength(2);
});
