import type { AttemptId, CustomerId, MissionId, StaffId } from "../base/ids.ts";
import type { LedgerEvent } from "../ledger/index.ts";
import { append, lockChains } from "../ledger/index.ts";
import type { Tx } from "../store/index.ts";
import * as sql from "./sql.ts";

export type Result = {
  readonly attemptId: AttemptId;
  readonly outcome: "delivered" | "failed" | "unknown";
  readonly code?: string;
};

type SettledRow = {
  readonly attempt_id: AttemptId;
  readonly mission_id: MissionId;
  readonly staff_id: StaffId;
  readonly customer_id: CustomerId;
};

/**
 * Writes down what became of attempts that were allowed, each with a ledger entry of its own. The first result
 * stands; only `unknown` may still turn into what a late receipt tells. Others are left as they are.
 * `customers`: whom the attempts are about, where the caller knows.
 */
export async function recordResults(
  tx: Tx,
  results: readonly Result[],
  customers?: readonly CustomerId[],
): Promise<void> {
  if (results.length === 0) return;
  const byId = new Map(results.map((result) => [result.attemptId, result]));
  const locked = lockChains(tx, customers ?? (await customersOf(tx, [...byId.keys()])));
  const once = [...byId.values()];
  const settled = tx.query<SettledRow>(sql.SETTLE_ATTEMPTS, [
    tx.tenant,
    once.map(({ attemptId }) => attemptId),
    once.map(({ outcome }) => outcome),
    once.map(failureOf),
  ]);
  const [rows] = await Promise.all([settled, locked]);
  if (rows.length === 0) return;
  await append(
    tx,
    rows.map((attempt) => resultEvent(attempt, byId.get(attempt.attempt_id) as Result)),
    { changesFacts: false },
  );
}

async function customersOf(tx: Tx, attempts: readonly AttemptId[]): Promise<readonly CustomerId[]> {
  const rows = await tx.query<{ customer_id: CustomerId }>(sql.SELECT_ATTEMPT_CUSTOMERS, [tx.tenant, attempts]);
  return rows.map(({ customer_id }) => customer_id);
}

/** An operator's own sentence may quote whom it could not reach: only a code is kept. */
function failureOf({ outcome, code = "" }: Result): string | null {
  if (outcome !== "failed") return null;
  return /^[a-z][a-z0-9_]{1,39}$/.test(code) ? code : "carrier_refused";
}

function resultEvent(attempt: SettledRow, result: Result): LedgerEvent {
  return {
    event: "relay.record-result",
    attempt: attempt.attempt_id,
    code: failureOf(result) ?? undefined,
    customer: attempt.customer_id,
    mission: attempt.mission_id,
    outcome: result.outcome,
    staff: attempt.staff_id,
  };
}
