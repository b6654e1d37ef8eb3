import { expect, test } from "vitest";
import { languageOf } from "../shared/text.ts";
import { pageWords, problemText, reasonOf } from "./words.ts";

/** Source: the surfaces' closed set of refusals at the gate, and the one that cannot be recorded. */
const REFUSALS = [
  "unknown_sender",
  "unknown_line",
  "code_required",
  "code_wrong",
  "code_locked",
  "pair_cut",
  "staff_suspended",
  "customer_opted_out",
  "not_assigned",
  "mission_cancelled",
  "window_not_open",
  "window_closed",
  "channel_not_allowed",
  "quota_exceeded",
  "screened",
  "ledger_unavailable",
];

test.for(["fr", "en"] as const)("every refusal of the gate has its own plain reason in %s", (language) => {
  const words = pageWords(language);
  const reasons = REFUSALS.map((code) => reasonOf(words, code));
  expect(new Set(reasons).size).toBe(REFUSALS.length);
  for (const [n, reason] of reasons.entries()) expect(reason).not.toContain(REFUSALS[n]);
});

test.for(["fr", "en"] as const)("no refusal tells a caller that a customer exists, in %s", (language) => {
  const words = pageWords(language);
  for (const code of REFUSALS) expect(reasonOf(words, code)).not.toMatch(/client|customer|personne visitée/i);
});

test("a code without a sentence is shown as it is", () => {
  expect(reasonOf(pageWords("en"), "507")).toContain("507");
  expect(problemText(pageWords("en"), { kind: "refused", code: "507" })).toContain("507");
});

test("the address decides the language, then the browser, then English", () => {
  expect(languageOf("?lang=fr", ["en-GB"])).toBe("fr");
  expect(languageOf("?lang=xx", ["de-DE", "fr-CA"])).toBe("fr");
  expect(languageOf("", ["en-US", "fr-FR"])).toBe("en");
  expect(languageOf("", ["de-DE"])).toBe("en");
});
