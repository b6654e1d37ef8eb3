import type { CustomerId, SignalId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed, seal } from "../base/sealed.ts";
import { reportNumber } from "../numbers/index.ts";
import type { Tx } from "../store/index.ts";
import { textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { writeToDesk } from "./add-message.ts";
import type { ReportDeps } from "./deps.ts";
import { fileReport, reportOfSource } from "./file-report.ts";
import { addToReport, within } from "./keep-told.ts";
import type { Taking } from "./match-lead.ts";
import type { NewReport, Told } from "./new-report.ts";
import { ADDS_WITHIN_MS, doorOfSignal, numberIn, whatOfChoice } from "./rules.ts";
import type { ReportRow, SignalRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Signals of one transaction: each is a report, a cut and a few entries. */
const BATCH = 20;

/** What was sealed in a signal. */
type Said = { readonly from?: string; readonly text?: string };

/**
 * Takes what the gate heard: files a report for each word, text or call that is one, and adds answers to theirs. Any node
 * may do so: what one has locked another passes over. Gives how many it took.
 */
export async function consumeSignals(
  tx: Tx,
  deps: ReportDeps,
  { limit = BATCH, passOver = [], began }: Taking<SignalId> = {},
): Promise<number> {
  const signals = await tx.query<SignalRow>(sql.TAKE_SIGNALS, [tx.tenant, limit, textArray([...passOver])]);
  began?.(signals.map(({ signal_id }) => signal_id));
  for (const signal of signals) await takeSignal(tx, deps, signal);
  if (signals.length > 0) {
    await tx.query(sql.CONSUME_SIGNALS, [tx.tenant, textArray(signals.map(({ signal_id }) => signal_id)), tx.now]);
  }
  return signals.length;
}

async function takeSignal(tx: Tx, deps: ReportDeps, signal: SignalRow): Promise<void> {
  const { vault } = deps;
  switch (signal.word) {
    case "report":
      await fileSignal(tx, vault, signal, {});
      return;
    case "written":
    case "called":
      await takeWritten(tx, deps, signal);
      return;
    case "answer":
      await takeAnswer(tx, vault, signal);
      return;
    // What these ask for was done at the gate; they are nobody's report.
    case "stop":
    case "start":
    case "help":
    case "review":
  }
}

/** A text or a call to the report number: the sender's report, begun or continued. */
async function takeWritten(tx: Tx, deps: ReportDeps, signal: SignalRow): Promise<void> {
  const { vault } = deps;
  const { text } = saidIn(vault, signal);
  const told = text === undefined ? {} : toldIn(text);
  const earlier = await reportItAddsTo(tx, signal);
  if (earlier === undefined) await fileSignal(tx, vault, signal, told);
  else if (earlier.by_sms && told.text !== undefined && told.number === undefined) {
    // Whoever is answered by text answers by text.
    await writeToDesk(tx, deps, earlier.report_id, { text: told.text, once: signal.attempt_id });
  } else await addToReport(tx, vault, earlier.report_id, signal.attempt_id, told);
}

/** A number alone is where a message came from; anything else is what somebody tells. */
function toldIn(text: string): Told {
  const number = numberIn(text);
  const words: Sealed<string> = seal(within(text));
  return number === undefined ? { text: words, message: words } : { number: seal(number), text: words };
}

async function takeAnswer(tx: Tx, vault: Vault, signal: SignalRow): Promise<void> {
  const report = signal.adds_to === null ? undefined : await reportOfSource(tx, signal.adds_to);
  const what = signal.choice === null ? undefined : whatOfChoice(signal.choice);
  if (report === undefined || what === undefined) return;
  await addToReport(tx, vault, report.report_id, signal.attempt_id, { what: [what] });
}

async function reportItAddsTo(
  tx: Tx,
  { adds_to: addsTo, sender_index: sender }: SignalRow,
): Promise<Pick<ReportRow, "report_id" | "by_sms"> | undefined> {
  if (addsTo !== null) {
    const named = await reportOfSource(tx, addsTo);
    if (named !== undefined) return named;
  }
  if (sender === null) return undefined;
  const since = new Date(tx.now.getTime() - ADDS_WITHIN_MS);
  const [row] = await tx.query<Pick<ReportRow, "report_id" | "by_sms">>(sql.SELECT_OF_SENDER, [
    tx.tenant,
    sender,
    since,
  ]);
  return row;
}

async function fileSignal(tx: Tx, vault: Vault, signal: SignalRow, told: Told): Promise<void> {
  const { from } = saidIn(vault, signal);
  const { word, by, number, carrier } = signal;
  const isReportNumber = number !== null && (await reportNumber(tx))?.number === number;
  const isStaff = by === "staff" && signal.staff_id !== null;
  const report: NewReport = {
    ...told,
    source: signal.attempt_id,
    door: doorOfSignal(word, signal.channel ?? "sms", isReportNumber),
    by,
    language: signal.language ?? "fr",
    mission: signal.mission_id ?? undefined,
    customer: signal.customer_id ?? undefined,
    staff: isStaff ? undefined : await staffMeant(tx, signal),
    reporter: isStaff ? (signal.staff_id ?? undefined) : undefined,
    phone: from === undefined ? undefined : seal(from),
    answerBy: number === null || carrier === null ? undefined : { number, carrier },
  };
  await fileReport(tx, vault, report);
}

/** A word names the staff member of its line; where a number leads to several, all were cut, and all are meant. */
async function staffMeant(tx: Tx, signal: SignalRow): Promise<readonly StaffId[] | undefined> {
  if (signal.staff_id !== null) return [signal.staff_id];
  if (signal.word !== "report" || signal.customer_id === null) return undefined;
  const rows = await tx.query<{ staff_id: StaffId; customer_id: CustomerId }>(sql.SELECT_CUTS_AT, [
    tx.tenant,
    signal.customer_id,
  ]);
  return rows.map(({ staff_id }) => staff_id);
}

/** Empty where nothing was sealed, or its key is gone: the report stands all the same. */
function saidIn(vault: Vault, { sealed }: SignalRow): Said {
  const opened = sealed === null ? undefined : vault.openForTenant("signal", sealed);
  return opened === undefined ? {} : (JSON.parse(openSealed(opened)) as Said);
}
