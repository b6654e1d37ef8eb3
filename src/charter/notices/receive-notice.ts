import type { StaffId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import { staffByReferences } from "../../people/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { nameOf } from "../by.ts";
import type { Acknowledger } from "../charters/acknowledge.ts";
import type { NoticeVersionRow, ReceiptRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { ReceiptAnswer } from "./wire.ts";

export type Received =
  | { readonly ok: true; readonly isNew: boolean; readonly receipt: ReceiptAnswer }
  | { readonly ok: false; readonly code: "notice_unknown" | "unknown_staff" };

/** Records that a staff member has received a version of the notice. The first time counts. */
export async function receiveNotice(tx: Tx, who: Acknowledger, version: string): Promise<Received> {
  const staff = "self" in who ? who.self : (await staffByReferences(tx, [who.reference])).get(who.reference)?.id;
  if (staff === undefined) return { ok: false, code: "unknown_staff" };
  const versions = await tx.query<NoticeVersionRow>(sql.SELECT_NOTICE_VERSIONS, [tx.tenant]);
  if (!versions.some((one) => one.version === version)) return { ok: false, code: "notice_unknown" };
  await tx.query(sql.LOCK_RECEIPT, [tx.tenant, staff]);
  await tx.readClock();
  const before = await readOne(tx, staff, version);
  if (before !== undefined) return { ok: true, isNew: false, receipt: before };
  const givenBy = "self" in who ? "session" : "paper";
  const about = { staff, noticeVersion: version, givenBy, ...("self" in who ? {} : { by: nameOf(who.by) }) };
  const [leaf] = await append(tx, [{ event: "charter.receive-notice", ...about }]);
  await tx.query(sql.INSERT_RECEIPT, [tx.tenant, staff, version, givenBy, tx.now, leaf?.entryId]);
  const receipt = await readOne(tx, staff, version);
  if (receipt === undefined) throw new Error("could not read the receipt that was recorded");
  return { ok: true, isNew: true, receipt };
}

async function readOne(run: Query, staff: StaffId, version: string): Promise<ReceiptAnswer | undefined> {
  const [row] = await run.query<ReceiptRow>(sql.SELECT_RECEIPT, [TENANT, staff, version]);
  return row === undefined ? undefined : answer(row);
}

/** Who received a version, in the order in which it was recorded; `next` goes on after the last one. */
export async function readReceipts(
  run: Query,
  version: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly items: readonly ReceiptAnswer[]; readonly next: string | null }> {
  const rows = await run.query<ReceiptRow>(sql.SELECT_RECEIPTS, [TENANT, version, after, limit]);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { items: rows.map(answer), next: last === undefined ? null : String(last.entry_id) };
}

function answer({ reference, version, given_by: givenBy, given_at: at }: ReceiptRow): ReceiptAnswer {
  return { staff: reference, version, givenBy, givenAt: at.toISOString() };
}
