/** Each pair that is cut is looked at by a human: found by its case, however the two came to be known. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseId, CustomerId, StaffId } from "../../base/ids.ts";
import { seal } from "../../base/sealed.ts";
import { auditStore } from "../../cli/fsck.ts";
import { cutPair } from "../../missions/index.ts";
import { choose } from "../../reports/index.ts";
import { lookInto } from "../../reports/match-lead.ts";
import { assignCase } from "../assign-case.ts";
import type { CasesBench } from "../cases.fixture.ts";
import { openCasesBench } from "../cases.fixture.ts";
import type { DeskActor } from "../on-case.ts";
import { REVIEW_MS } from "../rules.ts";
import { listReviews, overdueReviews, reviewCut } from "./review-cuts.ts";

let bench: CasesBench;
beforeAll(async () => {
  bench = await openCasesBench();
});
afterAll(() => bench.close());

const DAY_MS = 86_400_000;
const code = (acted: { readonly ok: boolean; readonly code?: string } | undefined) => acted?.code ?? acted?.ok;

async function reviewsOf(handler: DeskActor, ...staff: readonly string[]) {
  const all = await listReviews(bench.deps.store, handler, await bench.house.store.now(), 1000);
  return all.filter((one) => staff.includes(one.staff));
}

async function handle(id: CaseId): Promise<DeskActor> {
  const handler = await bench.desk("handler");
  await bench.act((tx) => assignCase(tx, bench.deps, id, handler, { role: "handler" }));
  return handler;
}

const reviewing = (id: CaseId, handler: DeskActor) => async (decision: "kept" | "lasting" | "lifted", staff: string) =>
  code(await bench.act((tx) => reviewCut(tx, bench.deps, id, handler, { staff, decision, reasons: "Vu." })));

async function cutsOf(staff: string): Promise<number> {
  const { rows } = await bench.house.owner.query(
    `select from missions.pair_cut x join people.staff s using (staff_id)
     where s.reference = $1 and x.lifted_at is null`,
    [staff],
  );
  return rows.length;
}

test("a cut waits for a human for 72 hours, then is an alarm; lifted, they reach each other again", async () => {
  const [staff, customer] = [await bench.staff(), await bench.customer()];
  const { id } = await bench.file({ customer, staff: [staff.id] });
  const handler = await handle(id);
  const review = reviewing(id, handler);
  const mine = async () => (await reviewsOf(handler, staff.reference))[0];
  const overdue = async () => overdueReviews(bench.deps.store, await bench.house.store.now());
  expect(await mine()).toMatchObject({ case: id, isOverdue: false, wasKept: false });
  const before = await overdue();
  await bench.house.advance(REVIEW_MS - 60_000);
  expect(await mine()).toMatchObject({ isOverdue: false });
  await bench.house.advance(60_000);
  expect(await mine()).toMatchObject({ isOverdue: true });
  expect(await overdue()).toBeGreaterThan(before);
  expect(await review("kept", staff.reference)).toBe(true);
  expect(await mine()).toMatchObject({ isOverdue: false, wasKept: true });
  await bench.house.advance(30 * DAY_MS);
  expect(await mine()).toMatchObject({ isOverdue: true });
  expect(await review("lasting", staff.reference)).toBe(true);
  expect(await mine()).toBeUndefined();
  expect(await review("lifted", staff.reference)).toBe(true);
  expect(await review("lifted", staff.reference)).toBe("cut_not_found");
  expect(await review("lifted", "nobody")).toBe("cut_not_found");
  const lifts = (await bench.events(id)).filter(({ event }) => event === "missions.lift-cut");
  expect(lifts).toMatchObject([{ staff: staff.id, customer, by: handler.id }]);
});

test("two references of one phone are one person: one review, and one decision for all of it", async () => {
  const { house } = bench;
  const hers = "+33639981977";
  const visited = async (reference: string) =>
    house.mission({ customer: { reference, displayName: "Somebody", language: "fr", phone: hers }, staff: ["T-1"] });
  const mission = await visited("C-977");
  await visited("C-977-bis");
  const { rows } = await house.owner.query<{ customer_id: CustomerId; staff_id: StaffId }>(
    "select customer_id, staff_id from missions.line where mission_id = $1",
    [mission.id],
  );
  const { customer_id: customer, staff_id: staff } = rows[0] as (typeof rows)[number];
  const { id } = await bench.file({ customer, staff: [staff] });
  const handler = await handle(id);
  const review = reviewing(id, handler);
  expect(await cutsOf("T-1")).toBe(2);
  expect(await reviewsOf(handler, "T-1")).toMatchObject([{ case: id, wasKept: false }]);
  expect(await review("kept", "T-1")).toBe(true);
  expect(await reviewsOf(handler, "T-1")).toMatchObject([{ case: id, wasKept: true }]);
  expect(await review("lasting", "T-1")).toBe(true);
  expect(await reviewsOf(handler, "T-1")).toEqual([]);
  expect(await review("lifted", "T-1")).toBe(true);
  expect(await cutsOf("T-1")).toBe(0);
  const told = await auditStore(bench.deps.store, { remembered: undefined, vkeyOf: undefined });
  expect(told.violations.filter((line) => /review|cut/.test(line))).toEqual([]);
});

test("a number that leads to somebody, and a phone given days later: the cut has its case, and is decided there", async () => {
  const { house } = bench;
  const mission = await house.mission({ n: 978, staff: ["T-2"] });
  const { report, id } = await bench.file({ number: seal(mission.staffPhone) });
  const handler = await handle(id);
  await bench.act((tx) => lookInto(tx, house.vault));
  await bench.act((tx) => choose(tx, house, report, { phone: seal(mission.customerPhone) }, undefined));
  expect(await cutsOf("T-2")).toBe(1);
  expect(await reviewsOf(handler, "T-2")).toMatchObject([{ case: id }]);
  const near = await bench.desk("handler", { identity: "P-T-2" });
  await house.owner.query("update people.staff set personnel = 'P-T-2' where reference = 'T-2'");
  expect(await reviewsOf(near, "T-2")).toEqual([]);
  expect(await reviewing(id, handler)("lifted", "T-2")).toBe(true);
  expect(await cutsOf("T-2")).toBe(0);
});

test("a pair that nobody reported is reviewed all the same, and says that it has no case", async () => {
  const [handler, staff] = [await bench.desk("handler"), await bench.staff()];
  const customer = await bench.customer();
  await bench.act((tx) => cutPair(tx, { staff: staff.id, customer, cause: "desk" }));
  expect(await reviewsOf(handler, staff.reference)).toMatchObject([{ case: null, isOverdue: false }]);
});
