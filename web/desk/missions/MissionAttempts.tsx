import { serverNow } from "../../shared/clock.ts";
import type { AttemptAnswer } from "../../../src/relay/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Empty } from "../../shared/States.tsx";
import { type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { OutcomeBadge, useAttemptWords } from "../parts/attempts.tsx";
import { useWords } from "../words.ts";

const USUAL = { filters: {}, sort: "" } as const;
const PAGE_ROWS = 20;

/** Who tried to reach whom and what became of it. What was said is nowhere here. */
export function MissionAttempts({ mission }: { readonly mission: string }) {
  const words = useWords();
  const { t } = words;
  const attemptWords = useAttemptWords();
  const state = useTableState(USUAL);
  const after = state.after === undefined ? "" : `&after=${encodeURIComponent(state.after)}`;
  const attempts = useRead<Page<AttemptAnswer>>(`/v1/attempts?mission=${mission}&limit=${PAGE_ROWS}${after}`);
  return (
    <Table
      caption={t("desk.missions.attempts")}
      of={attempts}
      state={state}
      keyOf={({ id }) => id}
      empty={
        <Empty icon="bubble" title={t("desk.missions.attempts.none")}>
          {t("desk.missions.attempts.none.text")}
        </Empty>
      }
      columns={[
        { id: "at", title: t("desk.attempts.at"), cell: ({ at }) => words.when(Date.parse(at), serverNow()) },
        { id: "staff", title: t("desk.attempts.staff"), cell: ({ staff }) => staff ?? t("desk.attempts.nobody") },
        { id: "what", title: t("desk.attempts.what"), cell: attemptWords.what },
        { id: "outcome", title: t("desk.attempts.outcome"), cell: (one) => <OutcomeBadge attempt={one} /> },
        { id: "why", title: t("desk.attempts.why"), cell: attemptWords.why },
      ]}
    />
  );
}
