import type { Calendar } from "../charter/index.ts";
import { civilDate } from "../charter/index.ts";
import type { Query } from "../store/index.ts";
import { TENANT, textArray } from "../store/index.ts";
import { proceduresOf, readerOf } from "./list-cases.ts";
import type { DeskActor } from "./on-case.ts";
import type { CaseCountRow, ToSignRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CaseCounts, CaseState } from "./wire.ts";
import { CASE_STATES } from "./wire.ts";

const WEEK_MS = 7 * 86_400_000;

/** How many cases there are for whoever asks, as the list would show them: none that is about them. */
export async function countCases(
  run: Query,
  { zone }: Pick<Calendar, "zone">,
  actor: DeskActor,
  now: Date,
): Promise<CaseCounts> {
  const days = [civilDate(now, zone), civilDate(new Date(now.getTime() + WEEK_MS), zone)];
  const asked = [TENANT, ...(await readerOf(run, actor)), textArray(proceduresOf(actor)), ...days];
  const rows = await run.query<CaseCountRow>(sql.COUNT_CASES, asked);
  const running = rows.filter(({ state }) => state !== "closed");
  const sum = (of: "count" | "overdue" | "due_soon" | "mine" | "mine_overdue" | "unassigned" | "danger") =>
    running.reduce((total, row) => total + row[of], 0);
  const earliest = (of: "due_on" | "mine_due_on") => running.flatMap((row) => row[of] ?? []).toSorted()[0] ?? null;
  const countOf = (state: CaseState) => rows.find((row) => row.state === state)?.count ?? 0;
  return {
    running: sum("count"),
    byState: Object.fromEntries(CASE_STATES.map((state) => [state, countOf(state)])) as CaseCounts["byState"],
    overdue: sum("overdue"),
    dueSoon: sum("due_soon"),
    dueOn: earliest("due_on"),
    mine: sum("mine"),
    mineOverdue: sum("mine_overdue"),
    mineDueOn: earliest("mine_due_on"),
    unassigned: sum("unassigned"),
    danger: sum("danger"),
  };
}

/** What waits for a second person, whoever it is: proposals and measures of others, in cases that are told to them. */
export async function countToSign(run: Query, actor: DeskActor): Promise<ToSignRow> {
  const [row] = await run.query<ToSignRow>(sql.COUNT_TO_SIGN, [TENANT, ...(await readerOf(run, actor))]);
  return row ?? { proposals: 0, measures: 0 };
}
