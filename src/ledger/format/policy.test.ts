import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ed25519Cosigner } from "./cosignature.ts";
import { ed25519Signer } from "./note.ts";
import { isQuorum, parsePolicy } from "./policy.ts";

const log = ed25519Signer("ledger.example/log/routine-2026", Buffer.alloc(32, 1)).vkey;
const other = ed25519Signer("ledger.example/log/routine-2027", Buffer.alloc(32, 2)).vkey;
const witness = () => ed25519Cosigner("witness.example", generateKeyPairSync("ed25519").privateKey).vkey;
const [w1, w2, w3] = [witness(), witness(), witness()];
const GOOD = `# whom we believe
log ${log} https://ledger.example/log/routine-2026/

witness council ${w1} https://council.example/
witness dpo\t${w2}
witness customers ${w3} http://127.0.0.1:8081
group company all council dpo
group outside any company customers
quorum outside
`;

test("logs, witnesses and their addresses, groups of groups and a quorum are read", () => {
  const read = parsePolicy(GOOD);
  if (!read.ok) throw new Error(read.why);
  expect(read.policy.logs.map(({ vkey }) => vkey)).toEqual([log]);
  expect(read.policy.witnesses.map(({ name, url }) => [name, url])).toEqual([
    ["council", "https://council.example"],
    ["dpo", undefined],
    ["customers", "http://127.0.0.1:8081"],
  ]);
  const counts = (...names: readonly string[]) => isQuorum(read.policy, new Set(names));
  expect([counts(), counts("council"), counts("dpo"), counts("nobody")]).toEqual([false, false, false, false]);
  expect([counts("council", "dpo"), counts("customers"), counts("council", "customers")]).toEqual([true, true, true]);
});

test("without a witness that is asked for, anything is enough", () => {
  const read = parsePolicy(`log ${log}\nquorum none\n`);
  expect(read.ok && isQuorum(read.policy, new Set())).toBe(true);
});

test.each([
  ["an unknown line", "cosigner a b", 1, "a line begins with"],
  ["a witness without a key", "witness w1", 1, "it must read: witness"],
  ["a witness with a log's key", `witness w1 ${log}`, 1, "the key is none of a witness"],
  ["a log with a witness's key", `log ${w1}`, 1, "the key is none of a log"],
  ["a key that is cut", `log ${log.slice(0, -4)}`, 1, "the key is none of a log"],
  ["one log twice", `log ${log}\nlog ${log}`, 2, "another log has this key"],
  ["one witness under two names", `witness a ${w1}\nwitness b ${w1}`, 2, "another witness has this key"],
  ["two of one name", `witness a ${w1}\nwitness a ${w2}`, 2, "a is taken"],
  ["a witness called none", `witness none ${w1}`, 1, "none is taken"],
  ["an address that is none", `witness a ${w1} council`, 1, "the address is not http or https"],
  ["a file for an address", `witness a ${w1} file:///etc`, 1, "the address is not http or https"],
  ["a password in an address", `witness a ${w1} https://u:p@council.example`, 1, "a password in it"],
  ["a query in an address", `witness a ${w1} https://council.example/?a`, 1, "a query or a fragment"],
  ["a group of nobody", "group g any", 1, "it must read: group"],
  ["a group of who comes later", `group g any a\nwitness a ${w1}`, 1, "a is not defined above"],
  ["a group that needs more than it has", `witness a ${w1}\ngroup g 2 a`, 2, "cannot need 2"],
  ["a group that needs none", `witness a ${w1}\ngroup g 0 a`, 2, "cannot need 0"],
  ["a number with a leading zero", `witness a ${w1}\ngroup g 01 a`, 2, "cannot need 01"],
  ["a member twice", `witness a ${w1}\ngroup g any a a`, 2, "is in a group already"],
  ["a member of two groups", `witness a ${w1}\ngroup g any a\ngroup h any a`, 3, "is in a group already"],
  ["two quorums", "quorum none\nquorum none", 2, "two quorum lines"],
  ["a quorum of who is not there", "quorum everybody", 1, "everybody is not defined above"],
  ["a carriage return", `log ${log}\r`, 1, "control character"],
])("a policy with %s is refused in its line", (_, text, line, why) => {
  expect(parsePolicy(`${text}\n`)).toEqual({ ok: false, line, why: expect.stringContaining(why) });
  expect(parsePolicy(`log ${other}\n${GOOD}`).ok).toBe(true);
});

test("a policy without a quorum is none, nor is one that is far too long", () => {
  expect(parsePolicy(`log ${log}\n`)).toMatchObject({ ok: false, why: expect.stringContaining("quorum") });
  expect(parsePolicy(`${"# \n".repeat(1_001)}quorum none\n`)).toMatchObject({ ok: false });
  expect(parsePolicy(`# ${"x".repeat(1_000_001)}`)).toMatchObject({ ok: false });
});

test("no input makes the reader throw, and none that lacks a quorum is read", () => {
  const piece = fc.constantFrom(
    "log ",
    "witness ",
    "group ",
    "quorum ",
    "none",
    "any ",
    "all ",
    "a ",
    "\n",
    `${w1} `,
    `${log} `,
  );
  const soup = fc.array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ unit: "binary" })), { maxLength: 25 });
  const property = fc.property(soup, (pieces) => {
    const text = pieces.join("");
    const read = parsePolicy(text);
    if (read.ok) expect(text).toMatch(/^[ \t]*quorum[ \t]/m);
    else expect(read.line).toBeGreaterThan(0);
  });
  fc.assert(property, { numRuns: 2_000 });
});
