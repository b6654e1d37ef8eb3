import type { DeskUserId, ReportId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { TextKey } from "../base/text.ts";
import { append } from "../ledger/index.ts";
import { planNotice } from "../relay/index.ts";
import type { Tx } from "../store/index.ts";
import { newId } from "../base/ids.ts";
import type { ReportDeps } from "./deps.ts";
import { soundsDangerous } from "./keep-told.ts";
import type { ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type NewMessage = {
  readonly text: Sealed<string>;
  /** Names what it came with: the same twice is one message. A new one where nothing can come twice. */
  readonly once?: string;
};

/** From the desk: the reporter reads it in the follow-up, and is told by SMS that something is there, never what. */
export async function writeToReporter(
  tx: Tx,
  deps: ReportDeps,
  report: ReportId,
  { text, once, by }: NewMessage & { readonly by: DeskUserId },
): Promise<boolean> {
  const row = await insertMessage(tx, deps, report, { text, once: once ?? newId("signal"), by });
  if (row === undefined) return false;
  await tx.query(sql.MARK_READ, [tx.tenant, report, "reporter", tx.now]);
  await tellReporter(tx, deps, row, "notice.report_answered");
  return true;
}

/** From the reporter: what sounds like danger rings a human, as it would have at the start. */
export async function writeToDesk(tx: Tx, deps: ReportDeps, report: ReportId, message: NewMessage): Promise<boolean> {
  const once = message.once ?? newId("signal");
  const row = await insertMessage(tx, deps, report, { ...message, once, by: undefined });
  if (row === undefined) return false;
  const isDanger = soundsDangerous(message);
  if (isDanger && !row.is_danger) await tx.query(sql.UPDATE_TOLD, [tx.tenant, report, row.what, true]);
  return true;
}

async function insertMessage(
  tx: Tx,
  { vault }: ReportDeps,
  report: ReportId,
  message: { readonly text: Sealed<string>; readonly once: string; readonly by: DeskUserId | undefined },
): Promise<ReportRow | undefined> {
  const { text, once, by } = message;
  const [row] = await tx.query<ReportRow>(sql.LOCK_REPORT, [tx.tenant, report]);
  if (row === undefined) return undefined;
  const sender = by === undefined ? "reporter" : "desk";
  const sealed = await vault.sealRecord(tx, report, { part: `message ${once}`, text });
  const added = await tx.query(sql.INSERT_MESSAGE, [tx.tenant, report, once, sender, by, tx.now, sealed]);
  if (added.length === 0) return undefined;
  const event = { event: "reports.add-message", report, sender, deskUser: by, customer: row.customer_id ?? undefined };
  await append(tx, [event], { changesFacts: false });
  return row;
}

/** A neutral text to the phone the reporter gave or wrote from, if there is one and they still take part. */
export async function tellReporter(
  tx: Tx,
  { vault, publicUrl }: ReportDeps,
  report: ReportRow,
  key: TextKey,
): Promise<void> {
  const { report_id: id, sealed_phone, answer_number, answer_carrier, language, wish } = report;
  if (sealed_phone === null || answer_number === null || answer_carrier === null || wish === "stopped") return;
  const [phone] = await vault.openRecord(tx, id, [{ part: "phone", sealed: sealed_phone }]);
  if (phone === undefined || openSealed(phone) === "") return;
  const values = { page: `${publicUrl}/follow` };
  await planNotice(tx, vault, { carrier: answer_carrier, from: answer_number, to: { phone }, key, values, language });
}
