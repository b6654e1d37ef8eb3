import type { DeskUserId, ReportId, StaffId } from "../../base/ids.ts";
import type { Caller } from "../../base/route.ts";
import { append } from "../../ledger/index.ts";
import { senderNumber } from "../../numbers/index.ts";
import { staffByReferences } from "../../people/index.ts";
import { planNotice } from "../../relay/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT, textArray } from "../../store/index.ts";
import type { ReportDeps } from "../deps.ts";
import { pageAgainBefore } from "../rules.ts";
import * as sql from "./sql.ts";

type OnCallRow = { readonly staff_id: StaffId; readonly reference: string };

/** Whose phones are rung when somebody is in danger, from now on. */
export async function setOnCall(
  tx: Tx,
  references: readonly string[],
  by: Caller,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: "unknown_staff" | "on_call_without_phone" }> {
  const staff = await staffByReferences(tx, references);
  if (references.some((reference) => !staff.has(reference))) return { ok: false, code: "unknown_staff" };
  if ([...staff.values()].some(({ hasPhone }) => !hasPhone)) {
    return { ok: false, code: "on_call_without_phone" };
  }
  const ids = [...staff.values()].map(({ id }) => id);
  await tx.query(sql.END_ON_CALL, [tx.tenant, textArray(ids)]);
  await tx.query(sql.BEGIN_ON_CALL, [tx.tenant, textArray(ids), tx.now]);
  const actor = by.kind === "desk" ? { deskUser: by.deskUser } : by.kind === "machine" ? { key: by.keyId } : {};
  await append(tx, [{ event: "reports.set-on-call", staff: ids, ...actor }], { changesFacts: false });
  return { ok: true };
}

export async function onCall(query: Query): Promise<readonly string[]> {
  const rows = await query.query<OnCallRow>(sql.SELECT_ON_CALL, [TENANT]);
  return rows.map(({ reference }) => reference);
}

/**
 * Rings whoever is on call for each report of danger that nobody of the desk has seen, and again every five minutes. The
 * text says that somebody waits, and nothing of whom or what. Gives how many reports it rang for.
 */
export async function pageHumans(tx: Tx, { vault, log }: ReportDeps): Promise<number> {
  const rows = await tx.query<{ report_id: ReportId }>(sql.LOCK_IN_DANGER, [tx.tenant, pageAgainBefore(tx.now)]);
  const due = rows.map(({ report_id }) => report_id);
  if (due.length === 0) return 0;
  const staff = await tx.query<OnCallRow>(sql.SELECT_ON_CALL, [tx.tenant]);
  const sender = await senderNumber(tx);
  if (sender !== undefined) {
    const { number: from, carrier } = sender;
    const values = { waiting: due.length };
    for (const { staff_id: subject } of staff) {
      await planNotice(tx, vault, { carrier, from, to: { subject }, key: "notice.danger_page", values });
    }
  }
  await tx.query(sql.MARK_PAGED, [tx.tenant, textArray(due), tx.now]);
  const rung = sender === undefined ? 0 : staff.length;
  await append(
    tx,
    due.map((report) => ({ event: "reports.page-human", report, rung })),
    { changesFacts: false },
  );
  // Whoever watches the log is the last one who can ring somebody.
  log.error("reports.danger", { count: due.length });
  if (rung === 0) log.error("reports.nobody-rung", { count: due.length });
  return due.length;
}

/** Somebody of the desk has seen it: nobody is rung again for this report. */
export async function seeDanger(tx: Tx, report: ReportId, by: DeskUserId): Promise<Date | undefined> {
  const [row] = await tx.query<{ danger_seen_at: Date }>(sql.MARK_DANGER_SEEN, [tx.tenant, report, tx.now, by]);
  if (row === undefined) return undefined;
  await append(tx, [{ event: "reports.see-danger", report, deskUser: by }], { changesFacts: false });
  return row.danger_seen_at;
}

/** For the metrics: reports of danger that nobody has seen. */
export async function countInDanger(query: Query): Promise<number> {
  const [row] = await query.query<{ waiting: number }>(sql.COUNT_IN_DANGER, [TENANT]);
  return row?.waiting ?? 0;
}
