import { afterAll, beforeAll, expect, test } from "vitest";
import type { House } from "../../tests/house.ts";
import { openHouse } from "../../tests/house.ts";
import { Activations } from "./activations.ts";
import { endActivation } from "./end-activation.ts";
import { recordActivation } from "./record-activation.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const request = {
  module: "screening",
  consultationDate: "2026-11-02",
  noticeVersion: "notice-3",
  impactAssessment: "DPIA-2026-04",
  legalBasis: "eu-gdpr:A6-1-f",
} as const;

test("in production a module is on between its activation and its end; elsewhere always", async () => {
  const here = new Activations({ isProduction: true });
  await here.refresh(house.store);
  expect(here.isOn("screening")).toBe(false);
  expect(new Activations({ isProduction: false }).isOn("screening")).toBe(true);
  expect(here.isOn("cut-attempt-alerts")).toBe(false);

  const refused = await house.store.transaction((tx) => recordActivation(tx, { module: "screening" }));
  expect(refused.ok).toBe(false);
  await here.refresh(house.store);
  expect(here.isOn("screening")).toBe(false);

  const recorded = await house.store.transaction((tx) => recordActivation(tx, request));
  if (!recorded.ok) throw new Error(recorded.code);
  await here.refresh(house.store);
  expect(here.isOn("screening")).toBe(true);
  expect(here.isOn("cut-attempt-alerts")).toBe(false);

  const id = recorded.activation.id as Parameters<typeof endActivation>[1];
  await house.store.transaction((tx) => endActivation(tx, id));
  await here.refresh(house.store);
  expect(here.isOn("screening")).toBe(false);

  const { rows } = await house.owner.query<{ bytes: Buffer }>("select bytes from ledger.entry order by entry_id");
  const events = rows.map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as { event: string; activation?: string });
  expect(events.filter(({ activation }) => activation === id).map(({ event }) => event)).toEqual([
    "charter.record-activation",
    "charter.end-activation",
  ]);
});

test("two who switch a module on at once switch it on once", async () => {
  const both = await Promise.all([1, 2].map(() => house.store.transaction((tx) => recordActivation(tx, request))));
  expect(both.filter((one) => one.ok)).toHaveLength(1);
});
