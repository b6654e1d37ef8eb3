import type { CaseDates, ExceptionId, RegimeName, Step } from "../../charter/index.ts";
import { civilDate, mayTake } from "../../charter/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { Refused } from "../on-case.ts";

/** Whether the law of a regime allows a step on the day of `now`; a refusal says from or until when, and by which article. */
export function mayNow(
  { calendar }: Pick<CasesDeps, "calendar">,
  regime: RegimeName,
  step: Step,
  at: { readonly dates: CaseDates; readonly now: Date; readonly exception?: ExceptionId | undefined },
): { readonly ok: true } | Refused<string> {
  const { dates, now, exception } = at;
  const today = civilDate(now, calendar.zone);
  const may = mayTake(regime, step, dates, today, calendar, exception === undefined ? undefined : { id: exception });
  if (may.ok) return { ok: true };
  const { code, notBefore, notAfter, source } = may;
  return { ok: false, code, more: { source, ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) } };
}
