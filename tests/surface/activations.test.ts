import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();

const WHOLE = {
  module: "screening",
  consultationDate: "2026-11-02",
  noticeVersion: "notice-3",
  impactAssessment: "DPIA-2026-04",
  legalBasis: "eu-gdpr:A6-1-f",
};

test("a module that watches staff is switched on with all its grounds, once, and off again", async () => {
  const incomplete = await stranger.call("POST", "/v1/activations", { module: "screening", noticeVersion: "notice-3" });
  expect(incomplete).toMatchObject({
    status: 422,
    body: { code: "activation_incomplete", missing: ["consultationDate", "impactAssessment", "legalBasis"] },
  });
  const early = { ...WHOLE, consultationDate: "2999-01-01" };
  expect(await stranger.call("POST", "/v1/activations", early)).toMatchObject({
    status: 422,
    body: { code: "consultation_in_future" },
  });
  expect((await stranger.call("GET", "/v1/activations")).body.items).toEqual([]);

  const on = await stranger.call("POST", "/v1/activations", WHOLE);
  expect(on).toMatchObject({ status: 201, body: { ...WHOLE, endedAt: null } });
  expect(await stranger.call("POST", "/v1/activations", WHOLE)).toMatchObject({
    status: 409,
    body: { code: "activation_in_force" },
  });
  const off = await stranger.call("POST", `/v1/activations/${on.body.id}/end`);
  expect(off).toMatchObject({ status: 200, body: { id: on.body.id } });
  expect(off.body.endedAt).toBeTypeOf("string");
  expect((await stranger.call("POST", `/v1/activations/${on.body.id}/end`)).body).toEqual(off.body);
  expect(await stranger.call("POST", "/v1/activations", WHOLE)).toMatchObject({ status: 201 });
  expect((await stranger.call("GET", "/v1/activations")).body.items).toHaveLength(2);
});

test.each([
  ["another module", { ...WHOLE, module: "stars" }],
  ["a day that is none", { ...WHOLE, consultationDate: "2026-02-30" }],
  ["a sentence for a reference", { ...WHOLE, noticeVersion: "the notice Léa sent round" }],
  ["a basis that is none", { ...WHOLE, legalBasis: "because" }],
  ["a field nobody knows", { ...WHOLE, by: "me" }],
])("%s is refused", async (_what, body) => {
  expect(await stranger.call("POST", "/v1/activations", body)).toMatchObject({ status: 400 });
});

test("an activation that never was cannot be ended", async () => {
  expect(await stranger.call("POST", `/v1/activations/act_${"0".repeat(26)}/end`)).toMatchObject({ status: 404 });
  expect(await stranger.call("POST", "/v1/activations/x/end")).toMatchObject({ status: 404 });
});
