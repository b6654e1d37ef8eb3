import { describe, expect, test } from "vitest";
import type { Language, TextKey } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import type { ScreeningClass } from "../../screening/index.ts";
import { Screener } from "../../screening/index.ts";
import type { ThreadRow } from "./rules.ts";
import { isReadable, reasonKey, suggestionFor, toldCode } from "./rules.ts";

const finding = (named: ScreeningClass, rule: string, start = 0) => ({ class: named, rule, start });

describe("a better wording comes from the table, or not at all", () => {
  test.for<[ScreeningClass, string, string | undefined, string | undefined]>([
    ["flirt", "flirt.pet-name", "arriving", "over"],
    ["flirt", "flirt.tender-sign", "arriving", "over"],
    ["flirt", "flirt.declaration", undefined, undefined],
    ["flirt", "flirt.excuse-to-come-back", "another_time", "another_time"],
    ["appearance_compliment", "appearance.you-are-pretty", undefined, undefined],
    ["sexual", "sexual.word", undefined, undefined],
    ["date_request", "date.see-you", "another_time", "another_time"],
    ["pressure_after_refusal", "pressure.why-no-answer", "at_the_door", "over"],
    ["pressure_after_refusal", "pressure.no-is-not-heard", undefined, undefined],
    ["threat", "threat.violence", undefined, undefined],
    ["insult", "insult.word", "difficulty", "difficulty"],
    ["offplatform_contact", "off-platform.phone", "reply_here", "over"],
    ["personal_data_request", "personal.number", "reply_here", "over"],
    ["personal_data_request", "personal.lives-alone", "someone_present", "over"],
    ["personal_data_request", "personal.single", undefined, undefined],
    ["flirt", "model", undefined, undefined],
  ])("%s by %s", ([named, rule, during, over]) => {
    const of = (key: string | undefined) => (key === undefined ? undefined : `relay.suggestion.${key}`);
    expect(suggestionFor([finding(named, rule)], false)).toBe(of(during));
    expect(suggestionFor([finding(named, rule)], true)).toBe(of(over));
  });

  test("of several the first counts, and one that leaves nothing to be said leaves none", () => {
    const [pet, number] = [
      finding("flirt", "flirt.pet-name", 8),
      finding("offplatform_contact", "off-platform.phone", 2),
    ];
    expect(suggestionFor([pet, number], false)).toBe("relay.suggestion.reply_here");
    expect(suggestionFor([pet, finding("sexual", "sexual.word", 20)], false)).toBeUndefined();
    expect(suggestionFor([], false)).toBeUndefined();
  });

  const KEYS = [
    "another_time",
    "arriving",
    "at_the_door",
    "difficulty",
    "over",
    "reply_here",
    "someone_present",
  ] as const;
  const screener = new Screener();
  test.for(KEYS.flatMap((key) => (["fr", "en"] as const).map((language) => [key, language] as const)))(
    "%s in %s passes itself, before closing and after",
    ([key, language]: readonly [string, Language]) => {
      const text = sentence(language, `relay.suggestion.${key}` as TextKey, {});
      for (const missionState of ["open", "grace"] as const) {
        expect(screener.screen(text, { direction: "staff_to_customer", missionState })).toMatchObject({
          verdict: "pass",
        });
      }
    },
  );
});

const row = (more: Partial<ThreadRow>): Pick<ThreadRow, "direction" | "outcome" | "code"> => ({
  direction: "staff_to_customer",
  outcome: "delivered",
  code: null,
  ...more,
});

test.for<[Partial<ThreadRow>, boolean]>([
  [{ direction: "customer_to_staff", outcome: "delivered" }, true],
  [{ direction: "customer_to_staff", outcome: "unknown" }, true],
  [{ direction: "customer_to_staff", outcome: "held" }, false],
  [{ direction: "customer_to_staff", outcome: "queued" }, false],
  [{ direction: "customer_to_staff", outcome: "refused" }, false],
  [{ direction: "staff_to_customer", outcome: "refused" }, true],
  [{ direction: "staff_to_customer", outcome: "held" }, true],
])("of hers only what arrived is read: %j %s", ([more, isRead]) => {
  expect(isReadable(row(more))).toBe(isRead);
});

test.for<[Partial<ThreadRow>, string | undefined]>([
  [{}, undefined],
  [{ outcome: "queued" }, undefined],
  [{ outcome: "held" }, "relay.reason.held"],
  [{ outcome: "unknown" }, "relay.reason.unknown"],
  [{ outcome: "intercepted" }, "relay.reason.intercepted"],
  [{ outcome: "refused", code: "screened" }, "relay.reason.screened"],
  [{ outcome: "refused", code: "window_closed" }, "refusal.window_closed"],
  [{ outcome: "refused", code: "pair_cut" }, "refusal.contact_ended"],
  [{ outcome: "failed", code: "customer_opted_out" }, "refusal.contact_ended"],
  [{ outcome: "failed", code: "carrier_refused" }, "relay.reason.failed"],
  [{ direction: "customer_to_staff", outcome: "held" }, "relay.reason.customer_held"],
  [{ direction: "customer_to_staff" }, undefined],
])("what became of it is said in plain words: %j → %s", ([more, key]) => {
  expect(reasonKey(row(more))).toBe(key);
});

test("who ended contact is told to nobody: a report and a stop are one code", () => {
  expect(toldCode("pair_cut")).toBe(toldCode("customer_opted_out"));
  for (const code of ["window_closed", "screened", "staff_suspended"] as const) expect(toldCode(code)).toBe(code);
});
