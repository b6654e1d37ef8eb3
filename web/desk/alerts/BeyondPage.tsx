import { useCallback } from "react";
import { Link } from "wouter";
import { useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Problem } from "../../shared/States.tsx";
import { FilterSelect, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { useLoaded } from "../parts/use-loaded.ts";
import { useWords } from "../words.ts";

const PATH = "/v1/alerts";
const KINDS = ["reading_beyond", "export_beyond", "cut_attempt", "further_report", "reprisal"] as const;
type Alert = {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  readonly case: string;
  readonly deskUser: string | null;
  readonly staff: string | null;
  readonly at: string;
};
const USUAL = { filters: { kind: "" }, sort: "" } as const;

/** Who read a case that was not theirs, and what else the DPO watches over. */
export default function BeyondPage() {
  const words = useWords();
  const { t } = words;
  const state = useTableState<"kind">(USUAL);
  const wanted = state.filters.kind;
  const shown = useCallback(
    (rows: readonly Alert[]) => rows.filter(({ kind }) => wanted === "" || kind === wanted),
    [wanted],
  );
  const alerts = useLoaded(useRead<{ readonly items: readonly Alert[] }>(`${PATH}?limit=1000`), state, shown);
  const kinds = KINDS.map((kind) => ({ value: kind, label: t("desk.beyond.kind", { kind }) }));
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.beyond")} lead={t("desk.beyond.lead")} />
      <Table
        caption={t("desk.beyond")}
        of={alerts}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="check" title={t("desk.beyond.none")}>
            {t("desk.beyond.none.text")}
          </Empty>
        }
        filters={
          <FilterSelect
            state={state}
            name="kind"
            label={t("desk.beyond.what")}
            options={[{ value: "", label: t("desk.all") }, ...kinds]}
          />
        }
        columns={[
          {
            id: "what",
            title: t("desk.beyond.what"),
            cell: ({ kind }) => <Badge tone="wait">{t("desk.beyond.kind", { kind })}</Badge>,
          },
          {
            id: "who",
            title: t("desk.beyond.who"),
            cell: ({ deskUser, staff }) => <span className="mono">{deskUser ?? staff ?? "–"}</span>,
          },
          { id: "at", title: t("desk.beyond.at"), cell: ({ at }) => words.when(Date.parse(at), Date.now()) },
          {
            id: "case",
            title: t("desk.beyond.case"),
            cell: (one) => <Link href={`/cases/${one.case}`}>{one.case}</Link>,
          },
          { id: "act", title: t("desk.beyond.act"), cell: (one) => <Seen alert={one} /> },
        ]}
      />
    </div>
  );
}

function Seen({ alert }: { readonly alert: Alert }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const see = useAct(async () => {
    await api.send("POST", `${PATH}/${alert.id}/seen`, undefined);
    await refresh(PATH);
    toast(t("desk.beyond.seen"));
  });
  return (
    <>
      <Button isUnavailable={see.isBusy} onClick={see.run}>
        {t("desk.beyond.see")}
      </Button>
      {see.problem && <Problem problem={see.problem} />}
    </>
  );
}
