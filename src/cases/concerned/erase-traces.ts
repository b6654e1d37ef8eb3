import type { CaseId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import { textArray } from "../../store/index.ts";
import { onCase } from "../on-case.ts";
import { TRACE_MS, TRACELESS } from "../rules.ts";
import * as sql from "./sql.ts";

/** In one go. */
const BATCH = 50;

/** Cases that were closed without anything confirmed, long enough ago that nothing of it stays with whom they were about. */
export async function tracesToErase(tx: Tx): Promise<readonly CaseId[]> {
  const before = new Date(tx.now.getTime() - TRACE_MS);
  const rows = await tx.query<{ case_id: CaseId }>(sql.SELECT_TRACES, [tx.tenant, before, textArray(TRACELESS), BATCH]);
  return rows.map(({ case_id }) => case_id);
}

/**
 * Takes a case out of the record of whom it was about: no list of theirs, no earlier case and no count leads to them any
 * more. The case itself, its history and its entries under pseudonyms stay for as long as cases are kept.
 */
export async function eraseTrace(tx: Tx, id: CaseId): Promise<boolean> {
  const acted = await onCase<undefined>(
    tx,
    id,
    { event: "cases.erase-trace", actor: { kind: "machine" } },
    async ({ row, concerned }) => {
      const isDue =
        concerned.length > 0 &&
        row.state === "closed" &&
        row.outcome !== null &&
        TRACELESS.includes(row.outcome) &&
        row.closed_at !== null &&
        tx.now.getTime() - row.closed_at.getTime() >= TRACE_MS;
      // Somebody appealed meanwhile, or another node was first.
      if (!isDue) return { ok: false, code: "case_state_wrong" };
      await tx.query(sql.DELETE_COMPANIONS_OF_CASE, [tx.tenant, id]);
      await tx.query(sql.DELETE_MEASURES_OF_CASE, [tx.tenant, id]);
      await tx.query(sql.FORGET_ALERTS_OF_CASE, [tx.tenant, id]);
      await tx.query(sql.DELETE_CONCERNED_OF_CASE, [tx.tenant, id]);
      return { ok: true, value: undefined };
    },
  );
  return acted?.ok === true;
}
