import { expect, test } from "vitest";
import { BUILT_IN_PURPOSES, findPurpose, PROHIBITED_PURPOSES } from "./purposes.ts";
import { MAX_GRACE_MINUTES } from "./wire.ts";

test("the purposes promised to integrators are there", () => {
  const promised = ["home-intervention", "ride", "delivery", "home-care", "appointment", "message-proxy"];
  expect(BUILT_IN_PURPOSES.map((purpose) => purpose.name).sort()).toEqual(promised.sort());
  for (const name of promised) expect(findPurpose(name)).toMatchObject({ ok: true, purpose: { name, version: 1 } });
});

test("what is not listed is refused", () => {
  for (const name of ["", "visit", "Home-Intervention", "dpv:RequestedServiceProvision", "toString", "__proto__"]) {
    expect(findPurpose(name)).toEqual({ ok: false, code: "unknown_purpose" });
  }
});

test.each(PROHIBITED_PURPOSES)("%s is prohibited however it is written", (iri) => {
  const bare = iri.slice("dpv:".length);
  const dashed = bare.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  for (const name of [iri, bare, bare.toLowerCase(), dashed, `https://w3id.org/dpv#${bare}`]) {
    expect(findPurpose(name)).toEqual({ ok: false, code: "purpose_prohibited" });
  }
});

test("a prohibition wins over a listing, by name and by meaning", () => {
  const [visit] = BUILT_IN_PURPOSES;
  if (visit === undefined) throw new Error("could not find a built-in purpose");
  const listed = [
    { ...visit, name: "marketing" },
    { ...visit, name: "courtesy-call", dpvIri: "dpv:DirectMarketing" },
    { ...visit, name: "courtesy-visit" },
  ];
  expect(findPurpose("marketing", listed)).toEqual({ ok: false, code: "purpose_prohibited" });
  expect(findPurpose("courtesy-call", listed)).toEqual({ ok: false, code: "purpose_prohibited" });
  expect(findPurpose("courtesy-visit", listed)).toMatchObject({ ok: true });
});

test("the highest version of a purpose counts", () => {
  const [visit] = BUILT_IN_PURPOSES;
  if (visit === undefined) throw new Error("could not find a built-in purpose");
  const listed = [visit, { ...visit, version: 3, graceMinutes: 5 }, { ...visit, version: 2 }];
  expect(findPurpose(visit.name, listed)).toMatchObject({ ok: true, purpose: { version: 3, graceMinutes: 5 } });
});

test.each(BUILT_IN_PURPOSES)("$name keeps the limits that protect", (purpose) => {
  expect(PROHIBITED_PURPOSES).not.toContain(purpose.dpvIri);
  expect(purpose.ringSeconds).toBeLessThan(20);
  expect(purpose.graceMinutes).toBeLessThanOrEqual(MAX_GRACE_MINUTES);
  // The text of January 2017 came an hour after he left: an import must have closed the mission by then.
  expect(purpose.paddingAfterMinutes + purpose.graceMinutes).toBeLessThan(60);
  expect(purpose.retentionMonths).toBeGreaterThanOrEqual(6);
  expect(purpose.retentionMonths).toBeLessThanOrEqual(12);
  expect(purpose.quarantineDays).toBeGreaterThanOrEqual(7);
  expect(purpose.channels.length).toBeGreaterThan(0);
});
