import type { CaseDates, RegimeName } from "../charter-port.ts";
import type { CasesDeps } from "../deps.ts";
import type { Refused } from "../on-case.ts";

/** Whether the law of a regime allows a step on the day of `now`; a refusal says from or until when, and by which article. */
export function mayNow(
  { charter, calendar }: Pick<CasesDeps, "charter" | "calendar">,
  regime: RegimeName,
  step: string,
  at: { readonly dates: CaseDates; readonly now: Date; readonly exception?: string | undefined },
): { readonly ok: true } | Refused<string> {
  const { dates, now, exception } = at;
  const today = charter.civilDate(now, calendar.zone);
  const may = charter.mayTake(
    regime,
    step,
    dates,
    today,
    calendar,
    exception === undefined ? undefined : { id: exception },
  );
  if (may.ok) return { ok: true };
  const { code, notBefore, notAfter, source } = may;
  return { ok: false, code, more: { source, ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) } };
}
