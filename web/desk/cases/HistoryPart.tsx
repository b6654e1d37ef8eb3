import { useState } from "react";
import { useRead } from "../../shared/api.ts";
import type { Page } from "../../shared/Table.tsx";
import { Read } from "../../shared/States.tsx";
import { Timeline } from "../../shared/Timeline.tsx";
import { useWords } from "../words.ts";
import { actName, refusalName } from "./names.ts";
import { useNames } from "./use-case.ts";
import type { HistoryItem } from "./wire.ts";

/** Each act on a case, done or refused, by whom and when, with the entry of the ledger that says so. */
export function HistoryPart({ id, isOnPaper = false }: { readonly id: string; readonly isOnPaper?: boolean }) {
  const { t } = useWords();
  const history = useRead<Page<HistoryItem>>(`/v1/cases/${id}/history`);
  const [shown, setShown] = useState("all");
  return (
    <section className="stack" aria-label={t("desk.cases.part", { part: "history" })}>
      <p className="soft small">{t("desk.cases.history.lead")}</p>
      <Read of={history}>
        {({ items }) => {
          const refused = items.filter(({ code }) => code !== null);
          return (
            <>
              {!isOnPaper && refused.length > 0 && (
                <div className="quick no-print" role="group" aria-label={t("desk.cases.history.show")}>
                  {(["all", "refused"] as const).map((one) => (
                    <button
                      key={one}
                      type="button"
                      className="count"
                      aria-pressed={shown === one}
                      onClick={() => setShown(one)}
                    >
                      {t("desk.cases.history.filter", {
                        shown: one,
                        count: one === "all" ? items.length : refused.length,
                      })}
                    </button>
                  ))}
                </div>
              )}
              <HistoryLines
                items={(shown === "refused" ? refused : items).toReversed()}
                label={t("desk.cases.part", { part: "history" })}
              />
            </>
          );
        }}
      </Read>
    </section>
  );
}

export function HistoryLines({ items, label }: { readonly items: readonly HistoryItem[]; readonly label: string }) {
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  return (
    <Timeline
      label={label}
      items={items.map((one) => ({
        id: one.entryId,
        at: one.at,
        title:
          one.code === null
            ? actName(words, one.act)
            : t("desk.cases.history.refused", { act: actName(words, one.act) }),
        by: nameOf(one.by, one.byKind),
        ...(one.code !== null ? { tone: "stop" as const } : one.from !== one.to ? { tone: "good" as const } : {}),
        children: (
          <>
            {one.code !== null && <p className="small">{refusalName(words, one.code)}</p>}
            {one.from !== one.to && (
              <p className="small">
                {t("desk.cases.history.moved", {
                  from: t("desk.cases.state", { state: one.from }),
                  to: t("desk.cases.state", { state: one.to }),
                })}
              </p>
            )}
            <p className="soft small">{t("desk.cases.history.entry", { entry: words.number(one.entryId) })}</p>
          </>
        ),
      }))}
    />
  );
}
