import { expect, test } from "vitest";
import type { AttemptId, CustomerId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import type { HeldKey, KnownKey } from "./rules.ts";
import { CONTACT_FIELDS, context, isE164, judgeKeys, use } from "./rules.ts";

const fingerprint = (n: number) => Buffer.alloc(32, n);
const known = (version: number, more: Partial<KnownKey> = {}): KnownKey => ({
  version,
  kekFingerprint: fingerprint(version),
  indexFingerprint: fingerprint(100 + version),
  isDemo: false,
  isKekRetired: false,
  isIndexRetired: false,
  ...more,
});
const held = (version: number, more: Partial<HeldKey> = {}): HeldKey => ({
  version,
  kekFingerprint: fingerprint(version),
  indexFingerprint: fingerprint(100 + version),
  ...more,
});
const company = { isDemo: false, isProduction: true };

test("the keys a database was written with are taken, and a next one beside them", () => {
  expect(judgeKeys([], [held(1)], company)).toBeUndefined();
  expect(judgeKeys([known(1)], [held(1)], company)).toBeUndefined();
  expect(judgeKeys([known(1)], [held(1), held(2)], company)).toBeUndefined();
});

test("another key under the same number, or a version that is missing, is the wrong key file", () => {
  expect(judgeKeys([known(1)], [held(1, { kekFingerprint: fingerprint(9) })], company)).toBe("wrong_key_file");
  expect(judgeKeys([known(1)], [held(1, { indexFingerprint: fingerprint(9) })], company)).toBe("wrong_key_file");
  expect(judgeKeys([known(1), known(2)], [held(2)], company)).toBe("wrong_key_file");
  expect(judgeKeys([known(1)], [held(1, { kekFingerprint: undefined })], company)).toBe("wrong_key_file");
});

test("a part that was retired may be gone, the other part may not", () => {
  const retired = known(1, { isKekRetired: true });
  expect(judgeKeys([retired, known(2)], [held(1, { kekFingerprint: undefined }), held(2)], company)).toBeUndefined();
  expect(judgeKeys([retired, known(2)], [held(2)], company)).toBe("wrong_key_file");
  const gone = known(1, { isKekRetired: true, isIndexRetired: true });
  expect(judgeKeys([gone, known(2)], [held(2)], company)).toBeUndefined();
});

test("production refuses a demo key and data written with one; a demo takes both", () => {
  expect(judgeKeys([], [held(1)], { isDemo: true, isProduction: true })).toBe("demo_key_in_production");
  expect(judgeKeys([known(1, { isDemo: true })], [held(1)], company)).toBe("demo_key_in_production");
  expect(judgeKeys([known(1, { isDemo: true })], [held(1)], { isDemo: true, isProduction: false })).toBeUndefined();
});

test("no two seals share a context, whatever they have in common", () => {
  const customer: CustomerId = newId("customer");
  const attempt: AttemptId = newId("attempt");
  const contexts = [1, 2].flatMap((tenant) => [
    context.key(tenant, customer, 1),
    context.key(tenant, customer, 2),
    context.key(tenant, newId("customer"), 1),
    ...CONTACT_FIELDS.flatMap((field) => [
      context.contact(tenant, customer, "", field),
      context.contact(tenant, customer, newId("mission"), field),
      context.contact(tenant, newId("customer"), "", field),
    ]),
    context.text(tenant, customer, attempt),
    context.text(tenant, customer, newId("attempt")),
    context.tenant(tenant, "notice", 1),
    context.tenant(tenant, "notice", 2),
    context.tenant(tenant, "part", 1),
  ]);
  expect(new Set(contexts).size).toBe(contexts.length);
});

test("no two uses share a derived key, and look-ups differ by tenant", () => {
  const uses = [use.commitment, use.hash("code"), use.hash("part"), use.seal(1, "part"), use.seal(2, "part")];
  const all = [...uses, use.seal(1, "notice"), use.wrap(1), use.wrap(2), use.index(1, "phone"), use.index(2, "phone")];
  expect(new Set(all).size).toBe(all.length);
});

test("only E.164 is a phone here", () => {
  for (const phone of ["+33639980001", "+447700900123", "+1234567"]) expect(isE164(phone)).toBe(true);
  for (const phone of ["0639980001", "+33 6 39 98 00 01", "+0639980001", "+33639980001\n", "", "+123456"]) {
    expect(isE164(phone)).toBe(false);
  }
});
