import { timingSafeEqual } from "node:crypto";
import type { ReportId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import { digitsOf, mayTry } from "./rules.ts";
import type { Lost } from "./send-code.ts";
import { codeHash, sentCodeOf } from "./send-code.ts";
import type { OwnReportRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type LostCodeAnswer =
  | { readonly ok: true; readonly report: ReportId }
  | { readonly ok: false; readonly code: "wrong" | "locked" };

/** The report of whoever got the code. It works once, for ten minutes; five wrong tries end it. Each use is an entry. */
export async function enterLostCode(tx: Tx, vault: Vault, lost: Lost, typed: string): Promise<LostCodeAnswer> {
  const { mission, customer } = lost;
  await tx.query(sql.LOCK_LOST_CODE, [tx.tenant, mission]);
  await tx.readClock();
  const sent = await sentCodeOf(tx, mission);
  const may = mayTry(sent, tx.now);
  if (sent === undefined || may !== "yes") return { ok: false, code: may === "locked" ? "locked" : "wrong" };
  const given = codeHash(vault, mission, sent.nonce, digitsOf(typed) ?? "");
  const [own] = await tx.query<OwnReportRow>(sql.SELECT_OWN_REPORT, [tx.tenant, mission, customer]);
  if (!timingSafeEqual(given, sent.hash) || own === undefined) {
    await tx.query(sql.COUNT_WRONG_CODE, [tx.tenant, mission]);
    return { ok: false, code: "wrong" };
  }
  await tx.query(sql.USE_LOST_CODE, [tx.tenant, mission]);
  await append(tx, [{ event: "reports.open-by-code", report: own.report_id, mission, customer }], {
    changesFacts: false,
  });
  return { ok: true, report: own.report_id };
}
