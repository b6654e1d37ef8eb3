import { useState } from "react";
import { Link } from "wouter";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterSelect, type Page, Table } from "../../shared/Table.tsx";
import { type TableState, useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { problemText } from "../../shared/words.tsx";
import { shortId } from "../cases/names.ts";
import { useNames, useRefreshCases } from "../cases/use-case.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import "../cases/cases.css";

const KINDS = ["cut_attempt", "further_report", "reprisal", "reading_beyond", "export_beyond"] as const;
type Alert = {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  readonly case: string;
  readonly deskUser: string | null;
  readonly staff: string | null;
  readonly at: string;
};
const USUAL = { filters: { kind: "" }, sort: "" } as const;

/** What somebody has to look at and nobody has yet: on a handler's own cases, or what the DPO watches. */
export default function AlertsPage() {
  const { t } = useWords();
  const { duty } = useSession();
  const state = useTableState<"kind">(USUAL);
  const read = useRead<Page<Alert>>("/v1/alerts?limit=1000");
  const { kind } = state.filters;
  const items = read.data?.items.filter((alert) => kind === "" || alert.kind === kind);
  const shown = { ...read, data: read.data && { ...read.data, items } };
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.alerts")} lead={t("desk.alerts.lead", { duty })} />
      <Table
        caption={t("desk.alerts")}
        of={shown as typeof read}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="bell" title={t("desk.alerts.empty")}>
            {t("desk.alerts.empty.text", { duty })}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={useColumns()}
      />
    </div>
  );
}

function See({ alert }: { readonly alert: Alert }) {
  const words = useWords();
  const { t } = words;
  const api = useApi();
  const toast = useToast();
  const refresh = useRefreshCases();
  const [isBusy, setBusy] = useState(false);
  const see = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.send("POST", `/v1/alerts/${alert.id}/seen`);
      toast(t("desk.alerts.seen"));
    } catch (error) {
      toast(problemText(words, problemIn(error)));
    }
    setBusy(false);
    await refresh();
  };
  return (
    <Button
      isUnavailable={isBusy}
      aria-label={t("desk.alerts.see.of", { kind: alert.kind, case: alert.case })}
      onClick={() => void see()}
    >
      {t("desk.alerts.see")}
    </Button>
  );
}

/** What a row says. */
function useColumns(): readonly Column<Alert>[] {
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  return [
    {
      id: "kind",
      title: t("desk.alerts.what"),
      cell: (alert) => (
        <>
          <b>{t("desk.alerts.kind", { kind: alert.kind })}</b>
          <p className="soft small">{t("desk.alerts.kind.text", { kind: alert.kind })}</p>
        </>
      ),
    },
    {
      id: "who",
      title: t("desk.alerts.who"),
      cell: (alert) => alert.staff ?? (alert.deskUser === null ? "—" : nameOf(alert.deskUser)),
    },
    {
      id: "at",
      title: t("desk.alerts.at"),
      cell: ({ at }) => `${words.day(Date.parse(at))}, ${words.time(Date.parse(at))}`,
    },
    {
      id: "case",
      title: t("desk.alerts.case"),
      cell: (alert) => (
        <Link href={`/cases/${alert.case}`} className="mono number">
          {shortId(alert.case)}
        </Link>
      ),
    },
    { id: "seen", title: t("desk.alerts.act"), cell: (alert) => <See alert={alert} /> },
  ];
}

function Filters({ state }: { readonly state: TableState<"kind"> }) {
  const { t } = useWords();
  const { duty } = useSession();
  return (
    <FilterSelect
      state={state}
      name="kind"
      label={t("desk.alerts.filter")}
      options={[
        { value: "", label: t("desk.alerts.all") },
        ...KINDS.filter((one) => one.endsWith("beyond") === (duty === "dpo")).map((one) => ({
          value: one,
          label: t("desk.alerts.kind", { kind: one }),
        })),
      ]}
    />
  );
}
