/** How far away something is that has to be done by then. */
export type Deadline = {
  /** Calendar days from today to it; negative: it has passed. */
  readonly days: number;
  /** Less than two days away, in hours (for an instant); undefined for a day of the calendar. */
  readonly hours: number | undefined;
  readonly tone: "calm" | "near" | "late";
  readonly atMs: number;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Days. Nearer than that it stands out: a working week is then not left. */
const NEAR_DAYS = 3;

/**
 * `due`: a day of the calendar (`"2026-12-01"`: the whole of it is left) or an instant. Days are counted in the reader's
 * own calendar, so that "tomorrow" is tomorrow through a change of the clock.
 */
export function deadlineOf(due: string, nowMs: number): Deadline {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(due) ?? [];
  const isDay = year !== undefined;
  const at = isDay ? new Date(Number(year), Number(month) - 1, Number(day)) : new Date(due);
  const days = Math.round((midnightOf(at) - midnightOf(new Date(nowMs))) / DAY_MS);
  const leftMs = at.getTime() - nowMs;
  const isLate = isDay ? days < 0 : leftMs < 0;
  const isNear = isDay ? days <= NEAR_DAYS : leftMs <= NEAR_DAYS * DAY_MS;
  return {
    days,
    hours: isDay || Math.abs(leftMs) >= 2 * DAY_MS ? undefined : Math.trunc(leftMs / HOUR_MS),
    tone: isLate ? "late" : isNear ? "near" : "calm",
    atMs: at.getTime(),
  };
}

/** Of the day's date, free of the clock's changes. */
function midnightOf(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
}
