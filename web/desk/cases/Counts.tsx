import { useRead } from "../../shared/api.ts";
import type { TableState } from "../../shared/table-state.ts";
import { useWords } from "../words.ts";
import { STATES } from "./CaseBadges.tsx";
import type { CaseCounts } from "./wire.ts";

/** How many there are by state; each is the way to those. */
export function Counts({ state }: { readonly state: TableState<"handler" | "state" | "procedure" | "primary" | "q"> }) {
  const words = useWords();
  const { t } = words;
  const { data } = useRead<CaseCounts>("/v1/cases/counts");
  if (data === undefined) return null;
  const shown = STATES.filter((one) => one !== "closed");
  return (
    <section aria-label={t("desk.cases.counts")} className="stack">
      <ul className="counts">
        {shown.map((one) => {
          const isChosen = state.filters.state === one;
          return (
            <li key={one}>
              <button
                type="button"
                className="count"
                aria-pressed={isChosen}
                onClick={() => state.setFilter("state", isChosen ? "" : one)}
              >
                <b className="number">{words.number(data.byState[one])}</b> {t("desk.cases.state", { state: one })}
              </button>
            </li>
          );
        })}
      </ul>
      <p className="soft small">
        {t("desk.cases.counts.line", {
          running: data.running,
          mine: data.mine,
          unassigned: data.unassigned,
          overdue: data.overdue,
          soon: data.dueSoon,
        })}
      </p>
    </section>
  );
}
