import type { Tx } from "../../store/index.ts";
import { FORGET_CODES } from "../staff-sign-in/sql.ts";
import { FAILURES_COUNT_MS, SESSION_KEPT_MS } from "./rules.ts";
import * as sql from "./sql.ts";

/** Takes away what counts no more: old failures, used tickets, codes, and sessions that ended a month ago. */
export async function forgetSignIns(tx: Tx): Promise<void> {
  const before = (ms: number) => new Date(tx.now.getTime() - ms);
  await tx.query(sql.FORGET_LIMITS, [tx.tenant, before(FAILURES_COUNT_MS), tx.now]);
  await tx.query(sql.FORGET_TICKETS, [tx.tenant, tx.now]);
  await tx.query(FORGET_CODES, [tx.tenant, tx.now]);
  await tx.query(sql.FORGET_SESSIONS, [tx.tenant, before(SESSION_KEPT_MS)]);
}
