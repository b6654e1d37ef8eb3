import { expect, test } from "vitest";
import { charterTemplate } from "../../../src/charter/charters/template.ts";
import { charterRequest } from "../../../src/charter/charters/wire.ts";
import { missingIn, regimesFor, requestOf, valuesOf } from "./new-charter.ts";

const values = {
  ...valuesOf(charterTemplate()),
  inForceFrom: "2027-01-10",
  consultedOn: "2026-11-20",
  depositedOn: "2026-12-01",
};

test("a new version begins from the template, and is one that the server understands", () => {
  expect(missingIn(values)).toEqual([]);
  const request = requestOf(values);
  expect(charterRequest.safeParse(request).error).toBeUndefined();
  expect(request.scale).toEqual(charterTemplate().scale);
});

test("without an exemption the two dates are needed, with one they are not sent", () => {
  expect(missingIn({ ...values, consultedOn: "", depositedOn: "" })).toEqual(["consultedOn", "depositedOn"]);
  const exempt = { ...values, consultedOn: "", depositedOn: "", exemption: "under_50_employees" };
  expect(missingIn(exempt)).toEqual([]);
  expect(requestOf(exempt)).not.toHaveProperty("consultedOn");
  expect(missingIn({ ...values, scale: [] })).toEqual(["scale"]);
});

test("nobody dismisses a contractor", () => {
  expect(regimesFor("dismissal")).toEqual(["employee-fr"]);
  expect(requestOf({ ...values, scale: ["dismissal contractor"] }).scale).toEqual([]);
});
