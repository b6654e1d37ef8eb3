import type { AttemptAnswer } from "../../../src/relay/wire.ts";
import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { FilterText, type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { OutcomeBadge, useAttemptWords } from "../parts/attempts.tsx";
import { useWords } from "../words.ts";

const USUAL = { filters: { mission: "", staff: "", since: "" }, sort: "" } as const;

/** Every try at contact, whatever became of it. What was said is nowhere here. */
export default function AttemptsPage() {
  const words = useWords();
  const { t } = words;
  const attemptWords = useAttemptWords();
  const state = useTableState<"mission" | "staff" | "since">(USUAL);
  const { mission, staff, since } = state.filters;
  const asked = {
    mission: mission.trim(),
    staff: staff.trim(),
    since: since && new Date(`${since}T00:00`).toISOString(),
    after: state.after,
    limit: "50",
  };
  const query = new URLSearchParams(Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1])));
  const attempts = useRead<Page<AttemptAnswer>>(`/v1/attempts?${query.toString()}`);
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.attempts")} lead={t("desk.attempts.lead")} />
      <Table
        caption={t("desk.attempts")}
        of={attempts}
        state={state}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/attempts/${id}`}
        empty={
          <Empty icon="bubble" title={t("desk.attempts.none")}>
            {t("desk.attempts.none.text")}
          </Empty>
        }
        filters={
          <>
            <FilterText state={state} name="since" type="date" label={t("desk.attempts.since")} />
            <FilterText state={state} name="staff" label={t("desk.missions.filter.staff")} />
            <FilterText state={state} name="mission" label={t("desk.attempts.mission")} />
          </>
        }
        columns={[
          {
            id: "at",
            title: t("desk.attempts.at"),
            cell: ({ at }) => `${words.day(Date.parse(at))}, ${words.timeWithSeconds(Date.parse(at))}`,
          },
          { id: "staff", title: t("desk.attempts.staff"), cell: (one) => one.staff ?? t("desk.attempts.nobody") },
          { id: "what", title: t("desk.attempts.what"), cell: attemptWords.what },
          { id: "outcome", title: t("desk.attempts.outcome"), cell: (one) => <OutcomeBadge attempt={one} /> },
          { id: "why", title: t("desk.attempts.why"), cell: attemptWords.why },
          {
            id: "leaf",
            title: t("desk.attempts.leaf"),
            isNumber: true,
            cell: ({ leaf }) => (leaf.index === null ? "–" : words.number(leaf.index)),
          },
        ]}
      />
    </div>
  );
}
