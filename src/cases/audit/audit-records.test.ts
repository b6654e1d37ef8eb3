/** Rows and entries of cases agree, and what was changed past the rooms shows. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditStore } from "../../cli/fsck.ts";
import { cutPair } from "../../missions/index.ts";
import { assignCase } from "../assign-case.ts";
import type { CasesBench } from "../cases.fixture.ts";
import { openCasesBench } from "../cases.fixture.ts";
import { orderMeasure } from "../measures/order-measure.ts";
import { reviewCut } from "../measures/review-cuts.ts";
import { beginStep } from "../take-step.ts";

let bench: CasesBench;
beforeAll(async () => {
  bench = await openCasesBench();
});
afterAll(() => bench.close());

const audit = async () =>
  (await auditStore(bench.deps.store, { remembered: undefined, vkeyOf: undefined })).violations.filter((line) =>
    /^(case|measure|staff|cut) /.test(line),
  );

test("what the acts leave behind is in order; what somebody changed past them is told", async () => {
  const [handler, staff, customer] = [await bench.desk("handler"), await bench.staff(), await bench.customer()];
  const { id } = await bench.file({ customer, staff: [staff.id] });
  await bench.act((tx) => assignCase(tx, bench.deps, id, handler, { role: "handler" }));
  await bench.act((tx) => beginStep(tx, bench.deps, id, handler, "triage"));
  const hold = { kind: "hold" as const, staff: staff.reference, reasons: "Vu." };
  await bench.act((tx) => orderMeasure(tx, bench.deps, id, handler, hold));
  await bench.act((tx) => cutPair(tx, { staff: staff.id, customer, cause: "desk" }));
  const lift = { staff: staff.reference, decision: "lifted" as const, reasons: "Erreur." };
  await bench.act((tx) => reviewCut(tx, bench.deps, id, handler, lift));
  expect(await audit()).toEqual([]);

  const { owner } = bench.house;
  const changes = [
    ["update cases.case set state = 'enquiry' where case_id = $1", "does not stand where its entries say"],
    ["delete from cases.history where case_id = $1 and act = 'assign-case'", "not in its history"],
    ["update cases.measure set state = 'declined', from_at = null where case_id = $1", "does not stand as its entries"],
    ["update people.staff set standing = 'suspended' where reference = $1", "their standing is not what entries say"],
  ] as const;
  for (const [change, told] of changes) {
    await owner.query(change, [change.includes("reference") ? staff.reference : id]);
    expect((await audit()).join(), change).toContain(told);
  }
});
