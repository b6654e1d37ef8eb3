import { deadlineOf } from "./deadline.ts";
import { useNow } from "./clock.ts";
import { useWords } from "./words.tsx";

const A_MINUTE_MS = 60_000;

/** "in 3 days", with the date. `due`: `"2026-12-01"` or an instant. */
export function Due({ due }: { readonly due: string }) {
  const words = useWords();
  const { days, hours, tone, atMs } = deadlineOf(due, useNow(A_MINUTE_MS));
  const away = hours === undefined ? words.away(days, "day") : words.away(hours, "hour");
  const isInstant = due.includes("T");
  const date = isInstant ? `${words.day(atMs)}, ${words.time(atMs)}` : words.day(atMs);
  return (
    <span className={`due ${tone}`}>
      <span className="due-away">{tone === "late" ? words.t("face.due.late", { away }) : away}</span>{" "}
      <time dateTime={due} className="soft small">
        {date}
      </time>
    </span>
  );
}
