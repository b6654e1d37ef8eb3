import { afterAll, expect, test } from "vitest";
import { newId } from "../base/ids.ts";
import { openVaultBench } from "../vault/vault.fixture.ts";
import { openVisitToken, visitToken } from "./visit-link.ts";

const bench = await openVaultBench();
const { vault } = bench;
afterAll(() => bench.close());

test("a link leads to the mission it was signed for, the same every time", () => {
  const mission = newId("mission");
  const token = visitToken(vault, mission);
  expect(token).toMatch(/^[0-9a-z]{26}[A-Za-z0-9_-]{22}$/);
  expect(visitToken(vault, mission)).toBe(token);
  expect(openVisitToken(vault, token)).toBe(mission);
});

test("no other spelling, no other mission and nothing altered opens", () => {
  const [mission, other] = [newId("mission"), newId("mission")];
  const token = visitToken(vault, mission);
  const swapped = visitToken(vault, other).slice(0, 26) + token.slice(26);
  expect(openVisitToken(vault, visitToken(vault, other))).toBe(other);
  for (let at = 0; at < token.length; at += 1) {
    const altered = token.slice(0, at) + (token[at] === "0" ? "1" : "0") + token.slice(at + 1);
    expect(openVisitToken(vault, altered), altered).toBeUndefined();
  }
  for (const typed of [swapped, "", mission, `${token}=`, ` ${token}`, token.slice(1), token.toUpperCase()]) {
    expect(openVisitToken(vault, typed), typed).toBeUndefined();
  }
});

test("a last character with the same meaning but another spelling opens nothing", () => {
  const token = visitToken(vault, newId("mission"));
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(token.at(-1) as string);
  expect(openVisitToken(vault, token.slice(0, -1) + alphabet[last ^ 1])).toBeUndefined();
});

test("links outlive the rotation of keys", async () => {
  const mission = newId("mission");
  const token = visitToken(vault, mission);
  expect(openVisitToken(await bench.another(), token)).toBe(mission);
});
