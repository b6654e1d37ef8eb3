import { scaleAt, stepsFor } from "../../charter/index.ts";
import type { StaffId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { CaseFacts, Refused } from "../on-case.ts";
import { datesOf } from "../dates/read-dates.ts";
import type { SanctionRequest } from "../wire.ts";
import { mayNow } from "./may-now.ts";
import type { Effect } from "./rules.ts";
import { effectOf, stepOf } from "./rules.ts";

/** A sanction that may be notified today. */
export type CheckedSanction = SanctionRequest & {
  readonly staffId: StaffId;
  readonly scaleVersion: number;
  readonly effect: Effect;
};
export type CheckedSanctions = { readonly ok: true; readonly sanctions: readonly CheckedSanction[] } | Refused<string>;

/**
 * Whether each of these sanctions may be notified on the day of `tx.now`: to somebody concerned, from the charter's scale
 * in force at the date of the facts, within its longest length, and inside the dates of the regime, unless one of the law's
 * own exceptions is named. Source: Code du travail L1321-1, L1332-1 to L1332-5; the regime's own where it is another.
 */
export async function checkSanctions(
  tx: Tx,
  deps: Pick<CasesDeps, "calendar">,
  { row, concerned }: CaseFacts,
  sanctions: readonly SanctionRequest[],
): Promise<CheckedSanctions> {
  if (sanctions.length === 0) return { ok: true, sanctions: [] };
  const dates = await datesOf(tx, row.case_id);
  const factsOn = dates["facts_on"];
  const scale = factsOn === undefined ? undefined : await scaleAt(tx, factsOn);
  if (scale === undefined) return { ok: false, code: "scale_missing" };
  const checked: CheckedSanction[] = [];
  for (const sanction of sanctions) {
    const person = concerned.find((one) => one.reference === sanction.staff && one.is_certain);
    if (person === undefined) return { ok: false, code: "person_not_concerned" };
    const step = stepsFor(scale, person.regime).find(({ code }) => code === sanction.sanction);
    if (step === undefined) return { ok: false, code: "sanction_not_in_scale" };
    const { maxDays } = step;
    const isLengthWrong =
      maxDays === undefined ? sanction.days !== undefined : (sanction.days ?? maxDays + 1) > maxDays;
    if (isLengthWrong) return { ok: false, code: "sanction_too_long", more: { maxDays: maxDays ?? 0 } };
    const effect = effectOf(step.code);
    const may = mayNow(deps, person.regime, stepOf(effect), { dates, now: tx.now, exception: sanction.exception });
    if (!may.ok) return may;
    checked.push({ ...sanction, staffId: person.staff_id, scaleVersion: scale.version, effect });
  }
  return { ok: true, sanctions: checked };
}
