import { expect, test } from "vitest";
import { z } from "zod";
import * as wire from "./wire.ts";

const MISSION = {
  reference: "M-1",
  purpose: "home-intervention",
  opensAt: "2026-03-05T09:00:00+01:00",
  closesAt: "2026-03-05T10:00:00Z",
  customer: { reference: "C-1", displayName: "Nora Lemaire" },
  staff: ["T-7"],
};

test("the smallest mission is accepted; its language is French until said otherwise", () => {
  expect(wire.missionRequest.parse(MISSION)).toEqual({
    ...MISSION,
    customer: { ...MISSION.customer, language: "fr" },
  });
});

test("what is left out and what is spelled differently are the same mission", () => {
  const spelled = {
    ...MISSION,
    reference: " M-1 ",
    customer: { reference: "C-1", displayName: "Zoe\u0301", language: "fr" },
  };
  const plain = { ...MISSION, customer: { reference: "C-1", displayName: "Zoé" } };
  expect(wire.missionRequest.parse(spelled)).toEqual(wire.missionRequest.parse(plain));
});

const long = (length: number) => "x".repeat(length);
const LIMITS: [path: string, atLimit: unknown, overLimit: unknown][] = [
  ["reference", long(200), long(201)],
  ["purpose", long(100), long(101)],
  ["graceMinutes", 0, -1],
  ["graceMinutes", 1_440, 1_441],
  ["channels", ["sms", "call"], []],
  ["channels", ["call"], ["call", "call"]],
  ["staff", ["T-1"], []],
  ["staff", Array.from({ length: 20 }, (_, n) => `T-${n}`), Array.from({ length: 21 }, (_, n) => `T-${n}`)],
  ["staff", ["T-1", "T-2"], ["T-1", "T-1 "]],
  ["customer.reference", long(200), long(201)],
  ["customer.displayName", long(500), long(501)],
  ["customer.phone", long(40), long(41)],
  ["customer.email", "a@example.org", `${long(64)}@${long(250)}.example`],
  ["customer.address", `${long(250)}\n${long(249)}`, long(501)],
  ["customer.accessNotes", long(1_000), long(1_001)],
  ["customer.language", "en", "de"],
];

function changed(path: string, value: unknown): object {
  const [first, second] = path.split(".") as [string, string | undefined];
  return second === undefined
    ? { ...MISSION, [first]: value }
    : { ...MISSION, customer: { ...MISSION.customer, [second]: value } };
}

test.each(LIMITS)("%s has an end", (path, atLimit, overLimit) => {
  expect(wire.missionRequest.safeParse(changed(path, atLimit)).success).toBe(true);
  expect(wire.missionRequest.safeParse(changed(path, overLimit)).success).toBe(false);
});

const REFUSED: [path: string, value: unknown][] = [
  ["colour", "red"],
  ["customer.fax", "1"],
  ["reference", ""],
  ["reference", "   "],
  ["reference", 7],
  ["reference", "M\u0000"],
  ["reference", "M\nX-Header: 1"],
  ["reference", "M\u20281"],
  ["reference", "M\ud800"],
  ["customer.displayName", "Nora\u0007"],
  ["customer.address", "10 rue\u0000"],
  ["graceMinutes", 1.5],
  ["graceMinutes", "15"],
  ["channels", ["fax"]],
  ["legalBasis", "eu-gdpr:A9-2-a"],
  ["legalBasis", "because"],
  ["staff", "T-7"],
  ["staff", [""]],
  ["customer.email", "nora"],
  ["customer", null],
];

test.each(REFUSED)("%s as %j is refused", (path, value) => {
  expect(wire.missionRequest.safeParse(changed(path, value)).success).toBe(false);
});

const INSTANTS: [text: string, isAccepted: boolean][] = [
  ["2026-03-05T09:00:00Z", true],
  ["2026-03-05T09:00:00.123456789Z", true],
  ["2026-03-05T09:00:00+11:00", true],
  ["2028-02-29T09:00:00Z", true],
  ["2026-02-29T09:00:00Z", false],
  ["2026-03-05T09:00Z", false],
  ["2026-03-05T09:00:00", false],
  ["2026-03-05T09:00:00+0100", false],
  ["2026-03-05 09:00:00Z", false],
  ["2026-03-05", false],
  ["1926-03-05T09:00:00Z", false],
  ["0026-03-05T09:00:00Z", false],
  [`2026-03-05T09:00:00.${"0".repeat(40)}Z`, false],
  ["1772701200", false],
];

test.each(INSTANTS)("the instant %j: accepted is %s", (text, isAccepted) => {
  expect(wire.missionRequest.safeParse({ ...MISSION, opensAt: text }).success).toBe(isAccepted);
  expect(wire.reopenRequest.safeParse({ reason: "lost keys", closesAt: text }).success).toBe(isAccepted);
  if (isAccepted) expect(Number.isNaN(new Date(text).getTime())).toBe(false);
});

const { cancelRequest, closeRequest, disclosureRequest, missionPatch, onMyWayRequest, reopenRequest } = wire;
const BODIES: [name: string, schema: z.ZodType, body: unknown, isAccepted: boolean][] = [
  ["missionPatch", missionPatch, { opensAt: MISSION.opensAt }, true],
  ["missionPatch", missionPatch, { staff: ["T-8"] }, true],
  ["missionPatch", missionPatch, { customer: { phone: "+33639980001" } }, true],
  ["missionPatch", missionPatch, {}, false],
  ["missionPatch", missionPatch, { customer: {} }, false],
  ["missionPatch", missionPatch, { reference: "M-2" }, false],
  ["missionPatch", missionPatch, { staff: [] }, false],
  ["closeRequest", closeRequest, {}, true],
  ["closeRequest", closeRequest, { reason: "done", graceMinutes: 0 }, true],
  ["closeRequest", closeRequest, { graceMinutes: 1_441 }, false],
  ["closeRequest", closeRequest, { because: "done" }, false],
  ["reopenRequest", reopenRequest, { closesAt: MISSION.closesAt }, false],
  ["reopenRequest", reopenRequest, { reason: " ", closesAt: MISSION.closesAt }, false],
  ["cancelRequest", cancelRequest, {}, true],
  ["cancelRequest", cancelRequest, { reason: long(1_001) }, false],
  ["disclosureRequest", disclosureRequest, { staff: "T-7", what: "address" }, true],
  ["disclosureRequest", disclosureRequest, { staff: "T-7", what: "phone" }, false],
  ["disclosureRequest", disclosureRequest, { what: "address" }, false],
  ["onMyWayRequest", onMyWayRequest, { staff: "T-7" }, true],
  ["onMyWayRequest", onMyWayRequest, {}, false],
];

test.each(BODIES)("%s, case %#", (_name, schema, body, isAccepted) => {
  expect(schema.safeParse(body).success).toBe(isAccepted);
});

test("every shape can be written into the OpenAPI document", () => {
  const schemas = Object.values(wire).filter((value) => value instanceof z.ZodType);
  expect(schemas.length).toBeGreaterThanOrEqual(10);
  for (const schema of schemas) {
    expect(JSON.stringify(z.toJSONSchema(schema, { io: "input" }))).toContain('"additionalProperties":false');
    expect(JSON.stringify(z.toJSONSchema(schema, { io: "output" }))).toContain('"type":"object"');
  }
});

test("codes are unique, and what a row and an act can both find wrong has one name", () => {
  for (const codes of [wire.IMPORT_ERRORS, wire.MISSION_REFUSALS, wire.LEGAL_BASES, wire.MISSION_NOTICES]) {
    expect(new Set(codes).size).toBe(codes.length);
  }
  const shared = wire.IMPORT_ERRORS.filter((code) => (wire.MISSION_REFUSALS as readonly string[]).includes(code));
  expect(shared.sort()).toEqual(
    [
      "phone_invalid",
      "purpose_prohibited",
      "unknown_purpose",
      "unknown_staff",
      "window_inverted",
      "window_too_long",
    ].sort(),
  );
});
