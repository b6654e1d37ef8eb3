import type { CustomerId, ReportId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { append } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import type { ReportDeps } from "./deps.ts";
import { customersAt } from "./customers-at.ts";
import { cutAll } from "./cut-all.ts";
import type { ConcernedRow, MessageRow, ReportRow } from "./sql.ts";
import { SELECT_OPEN_CHECK_IN } from "./check-ins/sql.ts";
import * as sql from "./sql.ts";
import type { Outcome, State, Wish } from "./wire.ts";

export type ReporterMessage = {
  readonly sender: "reporter" | "desk";
  readonly at: Date;
  /** Undefined once the report's key was destroyed. */
  readonly text: Sealed<string> | undefined;
  /** When the other side read it. */
  readonly readAt: Date | undefined;
};

/** What the reporter is shown: nothing of notes, nothing of the person concerned but what became of it. */
export type FollowUp = {
  readonly filedAt: Date;
  readonly state: State;
  readonly outcome: Outcome | undefined;
  /** Civil day on which something comes next, at the latest. */
  readonly nextOn: string | undefined;
  readonly isDanger: boolean;
  /** From somebody who was named. A cut by a lead is not told: anybody could try whose number one is. */
  readonly isProtected: boolean;
  readonly wish: Wish;
  readonly hours: Sealed<string> | undefined;
  /** Answers come as texts, words and all. */
  readonly isBySms: boolean;
  readonly messages: readonly ReporterMessage[];
  /** Days after the report at which we ask whether all is well, while it is unanswered. */
  readonly checkIn: number | undefined;
};

/** Reads the follow-up for the reporter: messages of the desk are read by it. Undefined: there is no such report. */
export async function followUp(tx: Tx, { vault }: ReportDeps, report: ReportId): Promise<FollowUp | undefined> {
  const [row] = await tx.query<ReportRow>(sql.SELECT_REPORT, [tx.tenant, report]);
  if (row === undefined) return undefined;
  const rows = await tx.query<MessageRow>(sql.SELECT_MESSAGES, [tx.tenant, report]);
  const parts = rows.map(({ once, sealed }) => ({ part: `message ${once}`, sealed }));
  const hours = row.sealed_hours === null ? [] : [{ part: "hours", sealed: row.sealed_hours }];
  const opened = await vault.openRecord(tx, report, [...parts, ...hours]);
  const [asked] = await tx.query<{ after_days: number }>(SELECT_OPEN_CHECK_IN, [tx.tenant, report]);
  const concerned = await tx.query<ConcernedRow>(sql.SELECT_CONCERNED, [tx.tenant, report]);
  await tx.query(sql.MARK_READ, [tx.tenant, report, "desk", tx.now]);
  return {
    filedAt: row.filed_at,
    state: row.state,
    outcome: row.outcome ?? undefined,
    nextOn: row.next_on ?? undefined,
    isDanger: row.is_danger,
    isProtected: row.customer_id !== null && concerned.some(({ known_by }) => known_by !== "lead"),
    wish: row.wish,
    hours: opened[parts.length],
    isBySms: row.by_sms,
    messages: rows.map(({ sender, at, read_at }, n) => ({ sender, at, text: opened[n], readAt: read_at ?? undefined })),
    checkIn: asked?.after_days,
  };
}

export type Choices = {
  readonly wish?: Wish | undefined;
  /** E.164. */
  readonly phone?: Sealed<string> | undefined;
  readonly hours?: Sealed<string> | undefined;
  readonly bySms?: boolean | undefined;
};

/** How far it is to go and how to be reached, as the reporter says it now; what is left out stays. */
export async function choose(
  tx: Tx,
  { vault }: Pick<ReportDeps, "vault">,
  report: ReportId,
  { wish, phone, hours, bySms }: Choices,
  answerBy: { readonly number: string; readonly carrier: string } | undefined,
): Promise<void> {
  const [row] = await tx.query<ReportRow>(sql.LOCK_REPORT, [tx.tenant, report]);
  if (row === undefined) return;
  const customer = row.customer_id ?? (await learnCustomer(tx, vault, row, phone));
  const sealed = async (part: string, text: Sealed<string> | undefined) =>
    text === undefined ? null : vault.sealRecord(tx, report, { part, text });
  await tx.query(sql.UPDATE_CHOICES, [
    tx.tenant,
    report,
    wish ?? row.wish,
    await sealed("phone", phone),
    await sealed("hours", hours),
    answerBy?.number,
    answerBy?.carrier,
    (bySms ?? row.by_sms) && (phone !== undefined || row.sealed_phone !== null),
  ]);
  const event = { event: "reports.choose", report, wish: wish ?? row.wish, customer };
  await append(tx, [event], { changesFacts: false });
}

/**
 * Who was written to may be known only now, by the phone they give. Whoever the report is about, named or led to, is cut
 * from them as if it had been given at once, and what was forwarded is looked into again.
 */
async function learnCustomer(
  tx: Tx,
  vault: ReportDeps["vault"],
  { report_id: report, by, reporter_id }: ReportRow,
  phone: Sealed<string> | undefined,
): Promise<CustomerId | undefined> {
  const customers = await customersAt(tx, vault, { by, reporter: reporter_id ?? undefined }, phone);
  const [customer] = customers;
  if (customer === undefined) return undefined;
  const concerned = await tx.query<ConcernedRow>(sql.SELECT_CONCERNED, [tx.tenant, report]);
  await cutAll(
    tx,
    customers,
    concerned.map(({ staff_id }) => staff_id),
  );
  await tx.query(sql.SET_CUSTOMER, [tx.tenant, report, customer]);
  await tx.query(sql.LOOK_AGAIN, [tx.tenant, report]);
  return customer;
}
