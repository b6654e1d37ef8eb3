import type { CivilDate, DateFact } from "../charter/index.ts";
import { civilDate } from "../charter/index.ts";
import type { CaseId, CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { append } from "../ledger/index.ts";
import type { ReportFacts } from "../reports/index.ts";
import { assignCase, reportsWithoutCase } from "../reports/index.ts";
import type { Tx } from "../store/index.ts";
import { textArray } from "../store/index.ts";
import { raiseAlert } from "./alerts/raise-alert.ts";
import { refreshDue } from "./dates/read-clocks.ts";
import { keepDate } from "./dates/set-date.ts";
import type { CasesDeps } from "./deps.ts";
import { holdCase, onCase, readFacts } from "./on-case.ts";
import { procedureOf } from "./rules.ts";
import type { CaseRow } from "./sql.ts";
import * as sql from "./sql.ts";
import { tellReporters } from "./tell-reporters.ts";
import type { Procedure, Right } from "./wire.ts";

/** Reports that one transaction takes: it holds a customer's chain and a case, and with two of each might wait for itself. */
const BATCH = 1;

/**
 * Opens a case for each report that has none, or puts it to the running case between the same people. Any node may do so:
 * what one has locked another passes over. Gives how many it took.
 */
export async function openCases(tx: Tx, deps: CasesDeps): Promise<number> {
  const waiting = await reportsWithoutCase(tx, BATCH);
  for (const report of waiting) await takeReport(tx, deps, report);
  return waiting.length;
}

async function takeReport(tx: Tx, deps: CasesDeps, report: ReportFacts): Promise<void> {
  const procedure = procedureOf(report);
  const { customer, isDanger } = report;
  // Two reports about the same people that come at once meet here, and the second finds the case of the first.
  await tx.query(sql.LOCK_OPENING, [tx.tenant, customer ?? report.id]);
  const staff = report.staff.map((one) => ({ id: one, isCertain: !report.isUnsure }));
  const isAboutCustomer = report.by === "staff" && staff.length === 0 && customer !== undefined;
  const running = await runningCase(tx, report, procedure);
  const receivedOn = civilDate(report.filedAt, deps.calendar.zone);
  const about = { procedure, customer, staff, isAboutCustomer, isDanger, receivedOn };
  const opened = { ...about, report: report.id, since: report.filedAt };
  const id = running ?? (await openCase(tx, deps, opened));
  await tx.query(sql.INSERT_REPORT, [tx.tenant, report.id, id, tx.now]);
  await assignCase(tx, report.id, id);
  if (running === undefined) await tellReporters(tx, deps, id, { state: "received" });
  else await joinReport(tx, deps, id, report, staff);
}

async function runningCase(tx: Tx, report: ReportFacts, procedure: Procedure): Promise<CaseId | undefined> {
  const { customer, staff } = report;
  if (customer === undefined) return undefined;
  const [found] =
    staff.length > 0
      ? await tx.query<{ case_id: CaseId }>(sql.SELECT_RUNNING_CASE, [tx.tenant, customer, textArray(staff), procedure])
      : await tx.query<{ case_id: CaseId }>(sql.SELECT_RUNNING_CASE_OF_CUSTOMER, [tx.tenant, customer, procedure]);
  return found?.case_id;
}

type Opened = {
  readonly procedure: Procedure;
  readonly customer: CustomerId | undefined;
  readonly staff: readonly { readonly id: StaffId; readonly isCertain: boolean }[];
  readonly isAboutCustomer: boolean;
  readonly isDanger: boolean;
  /** When the company came to know. */
  readonly receivedOn: CivilDate;
  readonly right?: Right;
  readonly report?: ReportId;
  /** From when on entries are kept for it; left out: from now on. */
  readonly since?: Date;
};

/** A case with those it is about and the first dates that the law counts from. */
export async function openCase(tx: Tx, deps: CasesDeps, opened: Opened): Promise<CaseId> {
  const { procedure, customer, staff, isAboutCustomer, isDanger, right, report } = opened;
  const id = newId("case");
  const about = { procedure, right, isDanger, report, staff: staff.map((one) => one.id) };
  const [leaf] = await append(tx, [{ event: "cases.open-case", case: id, ...about, customer }], {
    changesFacts: false,
  });
  const hold = await holdCase(tx, opened.since ?? tx.now);
  const row = [procedure, customer ?? null, isAboutCustomer, isDanger, tx.now, leaf?.entryId, right ?? null, hold];
  await tx.query(sql.INSERT_CASE, [tx.tenant, id, ...row]);
  for (const one of staff) await tx.query(sql.ADD_CONCERNED, [tx.tenant, id, one.id, one.isCertain, tx.now]);
  await keepFirstDates(tx, id, opened);
  await refresh(tx, deps, id);
  return id;
}

async function refresh(tx: Tx, deps: CasesDeps, id: CaseId): Promise<void> {
  const [row] = await tx.query<CaseRow>(sql.SELECT_CASE, [tx.tenant, id]);
  await refreshDue(tx, deps, await readFacts(tx, row as CaseRow));
}

/** A further report about what is being looked into: whoever handles it hears of it. Who a surer report names stays sure. */
async function joinReport(
  tx: Tx,
  deps: CasesDeps,
  id: CaseId,
  report: ReportFacts,
  staff: Opened["staff"],
): Promise<void> {
  await onCase(tx, id, { event: "cases.join-report", actor: { kind: "machine" } }, async () => {
    if (report.isDanger) await tx.query(sql.SET_DANGER, [tx.tenant, id]);
    for (const one of staff) await tx.query(sql.ADD_CONCERNED, [tx.tenant, id, one.id, one.isCertain, tx.now]);
    return { ok: true, value: undefined, entry: { report: report.id, staff: report.staff } };
  });
  await raiseAlert(tx, { kind: "further_report", duty: "handler", case: id, cause: report.id });
  await refresh(tx, deps, id);
}

const RECEIVED: { readonly [procedure in Procedure]: DateFact } = {
  customer_complaint: "complaint_received_on",
  staff_alert: "alert_received_on",
  rights_request: "request_received_on",
};

/** From the minute a report is filed the company knows. Source: Code du travail L1332-4; Soc. 23.06.2021 n° 20-13.762. */
async function keepFirstDates(tx: Tx, id: CaseId, { procedure, receivedOn: on }: Opened): Promise<void> {
  await keepDate(tx, id, { fact: RECEIVED[procedure], on });
  if (procedure !== "rights_request") await keepDate(tx, id, { fact: "known_on", on });
}
