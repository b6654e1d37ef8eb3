import type { DeskUserId, ReportId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { TextKey } from "../base/text.ts";
import { append } from "../ledger/index.ts";
import { reportNumber } from "../numbers/index.ts";
import type { NoticeValues } from "../relay/index.ts";
import { planNotice } from "../relay/index.ts";
import type { Tx } from "../store/index.ts";
import { newId } from "../base/ids.ts";
import type { AnswerBy } from "./new-report.ts";
import type { ReportDeps } from "./deps.ts";
import { soundsDangerous } from "./keep-told.ts";
import type { ReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Characters of a message that goes out as a text: four parts with what stands around it. */
const MAX_BY_SMS = 480;

export type NewMessage = {
  readonly text: Sealed<string>;
  /** Names what it came with: the same twice is one message. A new one where nothing can come twice. */
  readonly once?: string;
};

/**
 * From the desk: the reporter reads it in the follow-up, and is told by SMS that something is there, never what. Who asked
 * for answers by text gets the words themselves, from the number for reports, where an answer to them is heard too.
 */
export async function writeToReporter(
  tx: Tx,
  deps: ReportDeps,
  report: ReportId,
  { text, once, by }: NewMessage & { readonly by: DeskUserId },
): Promise<boolean> {
  const row = await insertMessage(tx, deps, report, { text, once: once ?? newId("signal"), by });
  if (row === undefined) return false;
  await seeMessages(tx, report);
  if (!(await sendWords(tx, deps, row, text))) await tellReporter(tx, deps, row, "notice.report_answered");
  return true;
}

/** Somebody of the desk reads what the reporter wrote, who is shown so. The caller MUST have recorded the reading. */
export async function seeMessages(tx: Tx, report: ReportId): Promise<void> {
  await tx.query(sql.MARK_READ, [tx.tenant, report, "reporter", tx.now]);
}

/** False where they did not ask for it, where there is no number for reports, or where it is too long for a text. */
async function sendWords(tx: Tx, deps: ReportDeps, row: ReportRow, text: Sealed<string>): Promise<boolean> {
  const words = openSealed(text);
  if (!row.by_sms || words.length > MAX_BY_SMS) return false;
  const from = await reportNumber(tx);
  return from !== undefined && tellReporter(tx, deps, row, "notice.report_message", { from, values: { text: words } });
}

/** From the reporter: what sounds like danger rings a human, as it would have at the start. */
export async function writeToDesk(tx: Tx, deps: ReportDeps, report: ReportId, message: NewMessage): Promise<boolean> {
  const once = message.once ?? newId("signal");
  const row = await insertMessage(tx, deps, report, { ...message, once, by: undefined });
  if (row === undefined) return false;
  if (soundsDangerous(message)) await tx.query(sql.UPDATE_TOLD, [tx.tenant, report, row.what, true]);
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

/**
 * A text to the phone the reporter gave or wrote from, if there is one and they still take part: neutral, and from the
 * number they know, unless told otherwise. True: it is on its way.
 */
export async function tellReporter(
  tx: Tx,
  { vault, publicUrl }: ReportDeps,
  report: ReportRow,
  key: TextKey,
  { from, values = {} }: { readonly from?: AnswerBy; readonly values?: NoticeValues } = {},
): Promise<boolean> {
  const { report_id: id, sealed_phone, answer_number, answer_carrier, language, wish } = report;
  if (sealed_phone === null || answer_number === null || answer_carrier === null || wish === "stopped") return false;
  const [phone] = await vault.openRecord(tx, id, [{ part: "phone", sealed: sealed_phone }]);
  if (phone === undefined || openSealed(phone) === "") return false;
  const { number, carrier } = from ?? { number: answer_number, carrier: answer_carrier };
  const told = { page: `${publicUrl}/follow`, ...values };
  await planNotice(tx, vault, { carrier, from: number, to: { phone }, key, values: told, language });
  return true;
}
