import { civilDate } from "../charter/index.ts";
import type { CaseId } from "../base/ids.ts";
import { takeCheckInHints } from "../reports/index.ts";
import type { Tx } from "../store/index.ts";
import { raiseAlert } from "./alerts/raise-alert.ts";
import type { CasesDeps } from "./deps.ts";
import { onCase, readFacts } from "./on-case.ts";
import { openCase } from "./open-cases.ts";
import type { CaseRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** In one transaction. */
const BATCH = 1;

/**
 * Somebody who reported answers that all is not well since: pressure, or contact again. Whoever handles the case hears of
 * it; where it is closed another one is opened beside it, about the same people. Gives how many it took.
 */
export async function takeCheckIns(tx: Tx, deps: CasesDeps): Promise<number> {
  const taken = await takeCheckInHints(tx, BATCH);
  for (const { report, afterDays, answer } of taken) {
    const [found] = await tx.query<{ case_id: CaseId }>(sql.SELECT_CASE_OF_REPORT, [tx.tenant, report]);
    if (found === undefined) continue;
    const id = await runningBeside(tx, deps, found.case_id);
    await onCase(tx, id, { event: "cases.note-check-in", actor: { kind: "machine" } }, async () => {
      return { ok: true, value: undefined, entry: { report, afterDays, answer } };
    });
    await raiseAlert(tx, { kind: "reprisal", duty: "handler", case: id, cause: `${report} ${afterDays}` });
  }
  return taken.length;
}

/** The case itself while it runs; else a new one about the same people, linked to it. */
async function runningBeside(tx: Tx, deps: CasesDeps, id: CaseId): Promise<CaseId> {
  const [row] = await tx.query<CaseRow>(sql.LOCK_CASE, [tx.tenant, id]);
  if (row === undefined || row.state !== "closed") return id;
  const { concerned } = await readFacts(tx, row);
  const [later] = await tx.query<{ case_id: CaseId }>(sql.SELECT_RUNNING_LINK, [tx.tenant, id]);
  if (later !== undefined) return later.case_id;
  const made = await openCase(tx, deps, {
    procedure: row.procedure,
    customer: row.customer_id ?? undefined,
    staff: concerned.map(({ staff_id, is_certain }) => ({ id: staff_id, isCertain: is_certain })),
    isAboutCustomer: row.is_about_customer,
    isDanger: false,
    receivedOn: civilDate(tx.now, deps.calendar.zone),
  });
  await tx.query(sql.INSERT_LINK, [tx.tenant, id, made, tx.now]);
  return made;
}
