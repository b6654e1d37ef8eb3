import type { AttemptId, CustomerId, MissionId, StaffId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import * as sql from "./sql.ts";

/** Somebody of the staff was assigned, connected with her, or shown something of hers. */
export type TraceLine = {
  readonly at: Date;
  readonly kind: "assigned" | "contact" | "disclosure";
  readonly staff: StaffId | undefined;
  /** The company's own reference of that staff member. */
  readonly reference: string | undefined;
  readonly mission: MissionId;
  readonly purpose: string;
  readonly outcome: string | undefined;
  readonly attempt: AttemptId | undefined;
  /** Where the ledger says so. Of an assignment it is found from the day after, when her entries of that day were read. */
  readonly leaf: { readonly log: string; readonly index: number | null; readonly hash: string } | undefined;
};

/** Systems from which somebody may know her number without us: named, not wished away. Each is `reports.source.<name>`. */
export const SOURCES_NOT_COVERED = ["dispatch", "paper", "operator", "customer", "memory"] as const;

export type Trace = {
  readonly lines: readonly TraceLine[];
  /** There is more than is shown. */
  readonly isCut: boolean;
  readonly notCovered: typeof SOURCES_NOT_COVERED;
};

const MAX_LINES = 1_000;

type AttemptRow = {
  readonly at: Date;
  readonly attempt_id: AttemptId;
  readonly staff_id: StaffId | null;
  readonly staff: string | null;
  readonly mission_id: MissionId;
  readonly purpose: string;
  readonly channel: string;
  readonly outcome: string;
  readonly log: string;
  readonly index: number | null;
  readonly hash: string;
};
type AssignmentRow = {
  readonly assigned_at: Date;
  readonly staff_id: StaffId;
  readonly staff: string;
  readonly mission_id: MissionId;
  readonly purpose: string;
  readonly log: string | null;
  readonly index: number | null;
  readonly hash: string | null;
};

/** Who was shown, connected or assigned, when and for which mission, oldest first. Source: GDPR art. 15(1); CJEU C-579/21. */
export async function trace(query: Query, customer: CustomerId): Promise<Trace> {
  const asked = [TENANT, customer, MAX_LINES];
  const [attempts, assignments] = await Promise.all([
    query.query<AttemptRow>(sql.SELECT_TRACE, asked),
    query.query<AssignmentRow>(sql.SELECT_ASSIGNMENTS, asked),
  ]);
  const lines = [...assignments.map(assignmentLine), ...attempts.map(attemptLine)];
  return {
    lines: lines.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(0, MAX_LINES),
    isCut: lines.length > MAX_LINES || attempts.length === MAX_LINES || assignments.length === MAX_LINES,
    notCovered: SOURCES_NOT_COVERED,
  };
}

function assignmentLine(row: AssignmentRow): TraceLine {
  const { assigned_at: at, staff_id: staff, staff: reference, mission_id: mission, purpose, log, index, hash } = row;
  return {
    at,
    kind: "assigned",
    staff,
    reference,
    mission,
    purpose,
    outcome: undefined,
    attempt: undefined,
    leaf: log === null || hash === null ? undefined : { log, index, hash },
  };
}

function attemptLine(row: AttemptRow): TraceLine {
  const { at, attempt_id: attempt, mission_id: mission, purpose, outcome, log, index, hash } = row;
  return {
    at,
    kind: row.channel === "disclosure" ? "disclosure" : "contact",
    staff: row.staff_id ?? undefined,
    reference: row.staff ?? undefined,
    mission,
    purpose,
    outcome,
    attempt,
    leaf: { log, index, hash },
  };
}
