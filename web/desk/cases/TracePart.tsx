import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { Timeline } from "../../shared/Timeline.tsx";
import { useWords } from "../words.ts";
import { refusalName } from "./names.ts";
import type { CaseAnswer, Trace } from "./wire.ts";

/** Who was assigned, connected or shown something, and what no trace here can tell. */
export function TracePart({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const trace = useRead<Trace>(`/v1/cases/${one.id}/trace`);
  return (
    <section className="stack wide" aria-label={t("desk.cases.part", { part: "trace" })}>
      <p className="soft small">{t("desk.cases.trace.lead")}</p>
      <Read of={trace}>
        {(found) => (
          <>
            {found.isCut && <p className="notice">{t("desk.cases.trace.cut")}</p>}
            {found.items.length === 0 ? (
              <Empty icon="eye" title={t("desk.cases.trace.none")}>
                {t("desk.cases.trace.none.text")}
              </Empty>
            ) : (
              <Lines items={found.items} />
            )}
            <NotCovered sources={found.notCovered} />
          </>
        )}
      </Read>
    </section>
  );
}

function Lines({ items }: { readonly items: Trace["items"] }) {
  const words = useWords();
  const { t, has } = words;
  return (
    <Timeline
      label={t("desk.cases.part", { part: "trace" })}
      items={items.map((item, n) => ({
        id: `${item.at} ${n}`,
        at: item.at,
        title: t("desk.cases.trace.kind", { kind: item.kind, staff: item.staff ?? t("desk.cases.trace.somebody") }),
        ...(item.outcome === "refused" && { tone: "stop" as const }),
        children: (
          <>
            <p className="small">
              <span className="mono">{item.mission}</span>{" "}
              {item.outcome !== null && (
                <Badge>
                  {has(`desk.cases.trace.outcome.${item.outcome}`)
                    ? t(`desk.cases.trace.outcome.${item.outcome}` as "desk.cases.trace.outcome.delivered")
                    : refusalName(words, item.outcome)}
                </Badge>
              )}
            </p>
            <p className="soft small">
              {item.leaf === null || item.leaf.index === null
                ? t("desk.cases.trace.entry-soon")
                : t("desk.cases.trace.entry", { log: item.leaf.log, index: words.number(item.leaf.index) })}
            </p>
          </>
        ),
      }))}
    />
  );
}

/** Systems from which somebody may know a number without us: listed, not wished away. */
function NotCovered({ sources }: { readonly sources: Trace["notCovered"] }) {
  const { t } = useWords();
  return (
    <section className="card report stack" aria-label={t("desk.cases.trace.not-covered")}>
      <h3>{t("desk.cases.trace.not-covered")}</h3>
      <p className="soft small">{t("desk.cases.trace.not-covered.lead")}</p>
      <ul className="consequences">
        {sources.map((source) => (
          <li key={source}>{t(`reports.source.${source}`)}</li>
        ))}
      </ul>
    </section>
  );
}
