import { civilDate, deadlines } from "../../charter/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import type { CaseDates, Deadline, RegimeName } from "../../charter/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { CaseFacts } from "../on-case.ts";
import * as sql from "../sql.ts";
import type { ClockAnswer } from "../wire.ts";
import { datesOf } from "./read-dates.ts";

type Deps = Pick<CasesDeps, "calendar">;
type Clock = { readonly deadline: Deadline; readonly staff: string | null };

/** The deadlines of a case: of its procedure, and of the regime of each person concerned; nobody known: the generic one. */
function clocksOf({ calendar }: Deps, { row, concerned }: CaseFacts, dates: CaseDates): readonly Clock[] {
  const people: readonly { readonly regime: RegimeName; readonly reference: string | null }[] =
    concerned.length > 0 ? concerned : [{ regime: "generic", reference: null }];
  return people.flatMap(({ regime, reference }) =>
    deadlines(regime, row.procedure, dates, calendar).map((deadline) => ({ deadline, staff: reference })),
  );
}

/** What is still to be done by when, with the article and the date it counts from; the oldest end first. */
export async function readClocks(run: Query, deps: Deps, facts: CaseFacts, now: Date): Promise<readonly ClockAnswer[]> {
  const dates = await datesOf(run, facts.row.case_id);
  const today = civilDate(now, deps.calendar.zone);
  return clocksOf(deps, facts, dates)
    .map(({ deadline, staff }) => ({
      id: deadline.id,
      notBefore: deadline.notBefore ?? null,
      notAfter: deadline.notAfter ?? null,
      basis: deadline.basis,
      basisOn: dates[deadline.basis] ?? null,
      source: deadline.source,
      isHard: deadline.isHard,
      daysLeft: deadline.notAfter === undefined ? null : daysBetween(today, deadline.notAfter),
      staff,
    }))
    .toSorted((a, b) => endOf(a).localeCompare(endOf(b)) || a.id.localeCompare(b.id));
}

const endOf = ({ notAfter }: { readonly notAfter: string | null }) => notAfter ?? "infinity";

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Keeps the oldest deadline of a running case with it, so that the list shows what is most pressing first. */
export async function refreshDue(tx: Tx, deps: Deps, facts: CaseFacts): Promise<void> {
  const clocks = await readClocks(tx, deps, facts, tx.now);
  const due = clocks.find(({ notAfter }) => notAfter !== null)?.notAfter ?? null;
  await tx.query(sql.SET_DUE, [tx.tenant, facts.row.case_id, due]);
}
