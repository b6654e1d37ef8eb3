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

type OpenAttempt = {
  readonly attempt_id: AttemptId;
  readonly mission_id: MissionId;
  readonly staff_id: StaffId;
  readonly customer_id: CustomerId;
  readonly outcome: "queued" | "unknown";
};

/**
 * Writes down what became of attempts that were allowed, each with a ledger entry of its own. The first result
 * stands; only `unknown` may still turn into what a late receipt tells. Others are left as they are.
 */
export async function recordResults(tx: Tx, results: readonly Result[]): Promise<void> {
  if (results.length === 0) return;
  const byId = new Map(results.map((result) => [result.attemptId, result]));
  const customers = await tx.query<{ customer_id: CustomerId }>(sql.SELECT_ATTEMPT_CUSTOMERS, [
    tx.tenant,
    [...byId.keys()],
  ]);
  await lockChains(
    tx,
    customers.map(({ customer_id }) => customer_id),
  );
  const open = await tx.query<OpenAttempt>(sql.SELECT_OPEN_ATTEMPTS, [tx.tenant, [...byId.keys()]]);
  const settled = open.filter(({ attempt_id, outcome }) => byId.get(attempt_id)?.outcome !== outcome);
  if (settled.length === 0) return;
  const outcomes = settled.map(({ attempt_id }) => byId.get(attempt_id) as Result);
  await tx.query(sql.SETTLE_ATTEMPTS, [
    tx.tenant,
    settled.map(({ attempt_id }) => attempt_id),
    outcomes.map(({ outcome }) => outcome),
    outcomes.map(failureOf),
  ]);
  await append(
    tx,
    settled.map((attempt, i) => resultEvent(attempt, outcomes[i] as Result)),
    { changesFacts: false },
  );
}

/** An operator's own sentence may quote whom it could not reach: only a code is kept. */
function failureOf({ outcome, code = "" }: Result): string | null {
  if (outcome !== "failed") return null;
  return /^[a-z][a-z0-9_]{1,39}$/.test(code) ? code : "carrier_refused";
}

function resultEvent(attempt: OpenAttempt, result: Result): LedgerEvent {
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
