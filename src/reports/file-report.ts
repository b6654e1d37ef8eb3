import { createHmac } from "node:crypto";
import type { CustomerId, ReportId, StaffId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { receiptWords } from "../base/receipt.ts";
import { append } from "../ledger/index.ts";
import { reportNumber } from "../numbers/index.ts";
import { senderIndex } from "../relay/index.ts";
import type { Tx } from "../store/index.ts";
import { instantArray, int4Array, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { customersAt } from "./customers-at.ts";
import { cutAll } from "./cut-all.ts";
import { keepTold, soundsDangerous } from "./keep-told.ts";
import type { NewReport } from "./new-report.ts";
import { checkInsOf, concernedBy } from "./rules.ts";
import type { ReportRow } from "./sql.ts";
import { INSERT_CHECK_INS } from "./check-ins/sql.ts";
import * as sql from "./sql.ts";

export type Filed = {
  readonly report: ReportId;
  /** Six words: for the reporter's eyes, never kept nor written down by us. */
  readonly receipt: string;
  readonly filedAt: Date;
};

/**
 * Files a report, whatever is missing from it: whom it names and whoever reports cannot reach each other from this
 * commit on, in all missions and under every reference with the same phones. Never refused. The same source again is
 * the report that was filed.
 */
export async function fileReport(tx: Tx, vault: Vault, asked: NewReport): Promise<Filed> {
  const receipt = receiptWords(vault.keyedHash("receipt", asked.source), asked.language);
  const earlier = await reportOfSource(tx, asked.source);
  if (earlier !== undefined) return { report: earlier.report_id, receipt, filedAt: earlier.filed_at };
  const about = await whomItIsAbout(tx, vault, asked);
  const { concerned, isUnsure } = concernedBy(asked.staff, about.assigned, asked.reporter);
  const staff = concerned.map((one) => one.staff);
  const apart = staff.length === 0 && asked.reporter !== undefined ? [asked.reporter] : staff;
  await cutAll(tx, about.customers, apart);
  const report = newId("report");
  const [customer] = about.customers;
  const { door, by, mission, filedBy: deskUser } = asked;
  const event = { event: "reports.file-report", report, door, by, mission, staff, isUnsure, deskUser };
  const held = createHmac("sha256", receipt).update(report).digest("hex");
  const [leaf] = await append(tx, [{ ...event, customer, receipt: held }], { changesFacts: false });
  await insertReport(tx, vault, asked, { report, receipt, customer, isUnsure, entryId: leaf?.entryId });
  await tx.query(sql.INSERT_CONCERNED, [
    tx.tenant,
    report,
    textArray(staff),
    textArray(concerned.map(({ knownBy }) => knownBy)),
  ]);
  const checkIns = checkInsOf(tx.now);
  await tx.query(INSERT_CHECK_INS, [
    tx.tenant,
    report,
    int4Array(checkIns.map(({ afterDays }) => afterDays)),
    instantArray(checkIns.map(({ dueAt }) => dueAt)),
  ]);
  await keepTold(tx, vault, report, asked.source, asked);
  return { report, receipt, filedAt: tx.now };
}

export async function reportOfSource(tx: Tx, source: string): Promise<ReportRow | undefined> {
  const [row] = await tx.query<ReportRow>(sql.SELECT_REPORT_OF_SOURCE, [tx.tenant, source]);
  return row;
}

type About = { readonly customers: readonly CustomerId[]; readonly assigned: readonly StaffId[] };

/** Who was visited, by whom: as far as a mission, a reference or a phone tells. */
async function whomItIsAbout(
  tx: Tx,
  vault: Vault,
  { mission, customer, phone, by, reporter }: NewReport,
): Promise<About> {
  const [row] =
    mission === undefined ? [] : await tx.query<{ customer_id: CustomerId }>(sql.SELECT_MISSION, [tx.tenant, mission]);
  const rows =
    mission === undefined ? [] : await tx.query<{ staff_id: StaffId }>(sql.SELECT_ASSIGNED, [tx.tenant, mission]);
  const assigned = rows.map(({ staff_id }) => staff_id);
  const known = customer ?? row?.customer_id;
  if (known !== undefined) return { customers: [known], assigned };
  return { customers: await customersAt(tx, vault, { by, reporter }, phone), assigned };
}

async function insertReport(
  tx: Tx,
  vault: Vault,
  asked: NewReport,
  made: {
    readonly report: ReportId;
    readonly receipt: string;
    readonly customer: CustomerId | undefined;
    readonly isUnsure: boolean;
    readonly entryId: number | undefined;
  },
): Promise<void> {
  const { report, receipt, customer, isUnsure, entryId } = made;
  const { phone, hours } = asked;
  const sealed = async (part: string, text: NewReport["phone"]) =>
    text === undefined ? null : vault.sealRecord(tx, report, { part, text });
  const answerBy = asked.answerBy ?? (phone === undefined ? undefined : await reportNumber(tx));
  await tx.query(sql.INSERT_REPORT, [
    tx.tenant,
    report,
    asked.source,
    vault.keyedHash("receiptIndex", receipt),
    tx.now,
    asked.door,
    asked.by,
    asked.language,
    asked.mission,
    customer,
    asked.reporter,
    isUnsure,
    asked.what ?? [],
    asked.wish ?? "unsaid",
    phone === undefined ? null : senderIndex(vault, phone),
    answerBy?.number,
    answerBy?.carrier,
    await sealed("phone", phone),
    await sealed("hours", hours),
    asked.isDanger === true || soundsDangerous(asked),
    entryId,
    asked.bySms === true && phone !== undefined,
  ]);
}
