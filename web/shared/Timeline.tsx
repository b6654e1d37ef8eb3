import type { ReactNode } from "react";
import { useWords } from "./words.tsx";

export type TimelineItem = {
  readonly id: string | number;
  /** Instant (RFC 3339). */
  readonly at: string;
  readonly title: ReactNode;
  readonly by?: string | null;
  readonly children?: ReactNode;
  readonly tone?: "good" | "stop" | "wait";
};

/** What happened, in the order given, grouped by day. */
export function Timeline({ items, label }: { readonly items: readonly TimelineItem[]; readonly label: string }) {
  const words = useWords();
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = words.day(Date.parse(item.at));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return (
    <ol className="timeline" aria-label={label}>
      {[...days].map(([day, ofDay]) => (
        <li key={day}>
          <p className="timeline-day">{day}</p>
          <ol>
            {ofDay.map((item) => (
              <li key={item.id} className={`timeline-item ${item.tone ?? ""}`}>
                <time dateTime={item.at} className="soft small number">
                  {words.time(Date.parse(item.at))}
                </time>
                <div>
                  <p className="timeline-title">{item.title}</p>
                  {item.by && <p className="soft small">{item.by}</p>}
                  {item.children}
                </div>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
