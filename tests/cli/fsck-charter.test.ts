import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acknowledgeCharter } from "../../src/charter/charters/acknowledge.ts";
import { putCharter } from "../../src/charter/charters/put-charter.ts";
import { setPolicy } from "../../src/charter/charters/set-policy.ts";
import { calendarAt } from "../../src/charter/index.ts";
import { finishLesson } from "../../src/charter/lessons/finish-lesson.ts";
import { putNotice } from "../../src/charter/notices/put-notice.ts";
import { receiveNotice } from "../../src/charter/notices/receive-notice.ts";
import { recordActivation } from "../../src/charter/record-activation.ts";
import { auditStore } from "../../src/cli/fsck.ts";
import { RememberedCheckpoints } from "../../src/ledger/index.ts";
import { staffByReferences } from "../../src/people/index.ts";
import type { Query } from "../../src/store/index.ts";
import type { House } from "../house.ts";
import { openHouse } from "../house.ts";

const BY = { key: "key_00000000000000000000000000" };
const TEXT = { fr: "Un numéro est confié pour une intervention.", en: "A number is entrusted for a visit." };

let house: House;
beforeAll(async () => {
  house = await openHouse({ staff: 2 });
  const { store } = house;
  const scale = [{ code: "suspension_without_pay" as const, regimes: ["employee-fr" as const], maxDays: 5 }];
  const dates = { inForceFrom: "2026-03-01", consultedOn: "2026-01-05", depositedOn: "2026-01-20" };
  const put = await store.transaction((tx) =>
    putCharter(tx, calendarAt("metropole"), { title: "Charte", text: TEXT, scale, ...dates }, BY),
  );
  if (!put.ok) throw new Error(put.code);
  await store.transaction((tx) => setPolicy(tx, { requireAcknowledgement: true }, BY));
  const notice = { version: "notice-3", title: "Note", text: TEXT, modules: ["screening" as const] };
  await store.transaction((tx) => putNotice(tx, notice, BY));
  const paper = { reference: "T-2", by: BY };
  const staff = (await store.transaction((tx) => staffByReferences(tx, ["T-1"]))).get("T-1");
  if (staff === undefined) throw new Error("could not find a staff member");
  const self = { self: staff.id };
  for (const who of [self, paper]) {
    await store.transaction((tx) => acknowledgeCharter(tx, who, 1));
    await store.transaction((tx) => receiveNotice(tx, who, "notice-3"));
  }
  await store.transaction((tx) => finishLesson(tx, staff.id, "ride-2015"));
  const grounds = { consultationDate: "2026-01-05", impactAssessment: "DPIA-1", legalBasis: "eu-gdpr:A6-1-f" };
  await store.transaction((tx) => recordActivation(tx, { module: "screening", noticeVersion: "notice-3", ...grounds }));
});
afterAll(() => house.close());

const runOn = (client: pg.ClientBase | pg.Pool): Query => ({
  query: async (statement, values = []) => (await client.query({ ...statement, values: [...values] })).rows as never,
});

/** Violations in a house in which the owner of the database changed something, and then took it back. */
async function violationsAfter(change: string): Promise<string> {
  const client = await house.owner.connect();
  await client.query("begin");
  try {
    if (change !== "") await client.query(change);
    const remembered = new RememberedCheckpoints(join(house.folder, "ledger"));
    return (await auditStore(runOn(client), { remembered, vkeyOf: undefined })).violations.join("\n");
  } finally {
    await client.query("rollback");
    client.release();
  }
}

test("rows of the charter that are what their entries say are in order", async () => {
  expect(await violationsAfter("")).toBe("");
});

test.each([
  ["update charter.charter set in_force_from = '2026-04-01'", "charter 1: it is not what its entry says"],
  ["update charter.charter set text_fr = 'Autre'", "charter 1: its text is not what was recorded"],
  [
    `update charter.charter set scale = '[{"code": "dismissal", "regimes": ["employee-fr"]}]'`,
    "charter 1: its text is not what was recorded",
  ],
  ["delete from charter.charter", "charter 1: an entry tells of it, and it is not there"],
  ["update charter.policy set requires_acknowledgement = false", "it is not what its entry says"],
  ["update charter.acknowledgement set given_by = 'paper'", "it is not what its entry says"],
  ["delete from charter.acknowledgement", "an entry tells of it, and it is not there"],
  [
    `insert into charter.acknowledgement select tenant_id, staff_id, 2, given_by, given_at, entry_id
     from charter.acknowledgement`,
    "no entry tells of it",
  ],
  ["update charter.notice set text_en = 'Other'", "notice notice-3: its text is not what was recorded"],
  ["update charter.notice set modules = '{cut-attempt-alerts}'", "notice notice-3: it is not what its entry says"],
  ["delete from charter.notice_receipt", "receipt of a notice"],
  ["update charter.lesson_done set done_at = done_at - interval '1 day'", "lesson done"],
  ["update charter.activation set notice_version = 'notice-9'", "it is not what its entry says"],
])("after %s it is said", async (change, said) => {
  expect(await violationsAfter(change)).toContain(said);
});

test.each([
  ["update charter.charter set title = 'x'"],
  ["delete from charter.charter"],
  ["update charter.acknowledgement set version = 2"],
  ["delete from charter.acknowledgement"],
  ["update charter.notice set title = 'x'"],
  ["delete from charter.notice_receipt"],
  ["update charter.policy set requires_acknowledgement = false"],
  ["delete from charter.lesson_done"],
])("the program itself has no right to %s", async (statement) => {
  const run = house.store.transaction((tx) => tx.query({ name: `test.${statement}`, text: statement }, []));
  await expect(run).rejects.toThrow(/permission denied/);
});
