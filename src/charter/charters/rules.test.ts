import { expect, test } from "vitest";
import { civil } from "../regimes/index.ts";
import { checkCharter, inForceOn } from "./rules.ts";
import type { ScaleStep } from "./scale.ts";
import { checkScale, stepsFor } from "./scale.ts";
import type { CharterRequest } from "./wire.ts";

const TODAY = civil("2026-03-05");
const CHARTER: CharterRequest = {
  title: "Charte",
  text: { fr: "Un", en: "One" },
  scale: [{ code: "warning", regimes: ["employee-fr"] }],
  inForceFrom: "2026-04-10",
  consultedOn: "2026-02-01",
  depositedOn: "2026-03-05",
};
const codeOf = (change: Partial<CharterRequest>, versions: Parameters<typeof checkCharter>[1] = []) => {
  const checked = checkCharter({ ...CHARTER, ...change }, versions, TODAY);
  return checked.ok ? "ok" : checked.code;
};

test("a version comes into force a month after its deposit at the earliest, to the day", () => {
  expect(codeOf({})).toBe("ok");
  expect(codeOf({ inForceFrom: "2026-04-05" })).toBe("ok");
  expect(codeOf({ inForceFrom: "2026-04-04" })).toBe("charter_in_force_too_soon");
  const months = { consultedOn: "2026-01-10", depositedOn: "2026-01-31" };
  expect(codeOf({ ...months, inForceFrom: "2026-02-28" })).toBe("ok");
  expect(codeOf({ ...months, inForceFrom: "2026-02-27" })).toBe("charter_in_force_too_soon");
});

test("consultation and deposit are past or today, in this order", () => {
  expect(codeOf({ depositedOn: "2026-03-06" })).toBe("charter_date_in_future");
  expect(codeOf({ consultedOn: "2026-03-05" })).toBe("ok");
  expect(codeOf({ consultedOn: "2026-02-10", depositedOn: "2026-02-09" })).toBe("charter_in_force_too_soon");
});

test("without dates there is a reason, with dates there is none", () => {
  const none = { consultedOn: undefined, depositedOn: undefined };
  expect(checkCharter({ ...CHARTER, ...none }, [], TODAY)).toEqual({
    ok: false,
    code: "charter_incomplete",
    missing: ["consultedOn", "depositedOn"],
  });
  expect(codeOf({ ...none, exemption: "under_50_employees" })).toBe("ok");
  expect(codeOf({ exemption: "under_50_employees" })).toBe("charter_incomplete");
  // Who says that there are no employees provides no sanction for any.
  expect(codeOf({ ...none, exemption: "no_employees" })).toBe("charter_incomplete");
  const scale: ScaleStep[] = [{ code: "warning", regimes: ["platform-fr"] }];
  expect(codeOf({ ...none, exemption: "no_employees", scale: scale as CharterRequest["scale"] })).toBe("ok");
});

test("nothing is put behind a version that was in force; before the first one, history may be recorded", () => {
  const versions = [{ version: 1, in_force_from: "2025-06-01" }];
  const old = { consultedOn: "2025-01-01", depositedOn: "2025-01-15" };
  expect(codeOf({ ...old, inForceFrom: "2026-03-04" }, versions)).toBe("charter_backdated");
  expect(codeOf({ ...old, inForceFrom: "2025-06-01" }, versions)).toBe("charter_backdated");
  expect(codeOf({ ...old, inForceFrom: "2025-05-31" }, versions)).toBe("ok");
  expect(codeOf({ ...old, inForceFrom: "2026-03-05" }, versions)).toBe("ok");
});

test("the version in force is the last to have come into force, and of two from one day the later one", () => {
  const versions = [
    { version: 3, in_force_from: "2026-05-01" },
    { version: 2, in_force_from: "2024-01-01" },
    { version: 1, in_force_from: "2025-06-01" },
    { version: 4, in_force_from: "2026-05-01" },
  ];
  expect(inForceOn(versions, "2023-12-31")).toBeUndefined();
  expect(inForceOn(versions, "2024-01-01")?.version).toBe(2);
  expect(inForceOn(versions, "2026-04-30")?.version).toBe(1);
  expect(inForceOn(versions, "2026-05-01")?.version).toBe(4);
});

test("a suspension has a longest length and nothing else has one; a sanction is there once for a regime", () => {
  const step = (code: ScaleStep["code"], regimes: ScaleStep["regimes"], maxDays?: number) => ({
    code,
    regimes,
    maxDays,
  });
  expect(checkScale([step("suspension_without_pay", ["employee-fr"], 5)])).toBeUndefined();
  expect(checkScale([step("suspension_without_pay", ["employee-fr"])])).toBe("suspension_unbounded");
  expect(checkScale([step("blame", ["employee-fr"], 1)])).toBe("days_not_of_sanction");
  expect(checkScale([step("dismissal", ["contractor"])])).toBe("sanction_not_of_regime");
  expect(checkScale([step("permanent_exclusion", ["employee-fr"])])).toBe("sanction_not_of_regime");
  expect(checkScale([step("blame", ["employee-fr"]), step("blame", ["employee-fr"])])).toBe("sanction_twice");
  const both = [step("suspension_without_pay", ["employee-fr"], 5), step("suspension_without_pay", ["generic"], 30)];
  expect(checkScale(both)).toBeUndefined();
  expect(stepsFor({ version: 1, steps: both }, "generic")).toEqual([both[1]]);
});
